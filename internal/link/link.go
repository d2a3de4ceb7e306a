// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build gc && !tinygo && go1.25 && !go1.28 && !exithook_nolink

package link

import _ "unsafe" // for linkname

// Active reports whether OnExit is called.
const Active = true

// A hook has the layout of internal/runtime/exithook.Hook.
type hook struct {
	F            func()
	RunOnFailure bool
}

// The variables below are those of internal/runtime/exithook. The linker
// refuses references to them from outside the standard library, but not
// definitions: of two definitions, the one with content wins, and the standard
// library's have none. It follows that a second package that does this is a
// link error, so there must be no other than this one.

// hooks is the list of the runtime's exit hooks, which it runs from the last to
// the first and then forgets. It must be static data, so that an os.Exit in
// an init function finds it: no call, no variable in its initializer.
//
//go:linkname hooks internal/runtime/exithook.hooks
var hooks = []hook{
	{F: dispatch, RunOnFailure: true},
	{F: succeed},
}

// These two are set by the runtime, as its first thing. Their values here only
// serve to have content.
var (
	//go:linkname goid internal/runtime/exithook.Goid
	goid = func() uint64 { return 0 }
	//go:linkname throw internal/runtime/exithook.Throw
	throw = func(string) {}
)

// success is set if the runtime runs hooks without RunOnFailure. The runtime's
// lock protects it.
var success bool

func succeed() { success = true }

func dispatch() {
	if OnExit != nil {
		OnExit(success)
	}
}

// runtimeGoid is the runtime's own goid.
var runtimeGoid func() uint64

// The runtime calls goid in two places. A goroutine that gets its lock stores
// its id in there; one that does not compares ids, to find the hook that
// calls exit, and tries again. So each goroutine comes along here before it
// can reach the exit system call, also one that gets the lock after the hooks
// have run, for which the list is empty.
func init() {
	runtimeGoid = goid
	goid = func() uint64 {
		id := runtimeGoid()
		if OnArrive != nil {
			OnArrive(id)
		}
		return id
	}
}

// These two are the runtime's as well, if the exithook command has changed it:
// then panics has content there, and panicking is called with the value of each
// panic that nothing recovers, on its goroutine, before the runtime begins to
// crash. In other programs they are ours alone, and not used.
var (
	//go:linkname panics runtime.exithookPanics
	panics bool
	//go:linkname panicking runtime.exithookPanic
	panicking = func(v any) {
		if OnPanic != nil {
			OnPanic(v)
		}
	}
)

// Panics reports whether OnPanic is called.
func Panics() bool { return panics }

// Goid returns the number of the calling goroutine, as stack traces have it.
func Goid() uint64 { return runtimeGoid() }

// Throw ends the process with "fatal error: " and msg, the stacks of all
// goroutines, and status 2.
func Throw(msg string) { throw(msg) }
