// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build gc && !tinygo && go1.25 && !go1.28 && !exithook_nolink

package link

import (
	"sync/atomic"
	"unsafe"
)

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

// The runtime sets these two before any package is initialized. Their values here
// only serve to have content.
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
	connect()
	runtimeGoid = goid
	goid = func() uint64 {
		id := runtimeGoid()
		if OnArrive != nil {
			OnArrive(id)
		}
		return id
	}
}

// connect is for a plug-in whose host does not have this package. The dynamic linker
// takes the variables of the host, without the content that they have above. What is
// assigned to them takes effect. The runtime may read the list at the same time, so its
// length changes last.
func connect() {
	if len(hooks) > 0 && code(hooks[0].F) == code(dispatch) {
		return
	}
	list := append([]hook{{F: dispatch, RunOnFailure: true}, {F: succeed}}, hooks...)
	hooks = list[:0]
	hooks = hooks[:len(list)]
	panicking = panics
}

// code returns the address of the code of a function.
func code(f func()) uintptr { return **(**uintptr)(unsafe.Pointer(&f)) }

// RunOthers runs the hooks in the runtime's list that are not ours, and forgets
// them: those that write coverage data. It is for an end that the runtime does not
// run its hooks for.
func RunOthers() {
	for i := len(hooks) - 1; i >= 0 && code(hooks[i].F) != code(succeed); i-- {
		f := hooks[i].F
		hooks = hooks[:i]
		f()
	}
}

// These two are the runtime's as well, if the exithook command has changed it:
// then havePanics has content there, and panicking is called with the value of each
// panic that nothing recovers, on its goroutine, before the runtime begins to
// crash. In other programs they are ours alone, and not used.
var (
	//go:linkname havePanics runtime.exithookPanics
	havePanics bool
	//go:linkname panicking runtime.exithookPanic
	panicking = panics
)

func panics(v any) {
	if OnPanic != nil {
		OnPanic(v)
	}
}

// Panics reports whether OnPanic is called.
func Panics() bool { return havePanics }

// Goid returns the number of the calling goroutine, as stack traces have it.
func Goid() uint64 { return runtimeGoid() }

// Throw ends the process with "fatal error: " and msg, the stacks of all
// goroutines, and status 2. It waits for no other thread.
func Throw(msg string) { throw(msg) }

// overrideWrite is what the runtime calls to write, if it is set. gVisor does so too,
// so the runtime says not to remove it (golang/go#67401).
//
//go:linkname overrideWrite runtime.overrideWrite
var overrideWrite func(fd uintptr, p unsafe.Pointer, n int32) int32

// OverrideWrite has the runtime call write for what it prints from now on, such as
// panics and fatal errors. It is called where write must be nosplit, must not
// allocate, and must not be instrumented.
func OverrideWrite(write func(fd uintptr, p unsafe.Pointer, n int32) int32) {
	if overrideWrite == nil {
		overrideWrite = write
	}
}

// Outside runs f on a new goroutine that is in no synctest bubble, wherever it is
// called from.
func Outside(f func()) {
	j := &job{f: f}
	for {
		j.next = jobs.Load()
		if jobs.CompareAndSwap(j.next, j) {
			break
		}
	}
	go launch()
}

type job struct {
	f    func()
	next *job
}

var jobs atomic.Pointer[job]

// launch starts the newest job. A goroutine is in the bubble of the one that starts
// it, unless the runtime takes it for one of its own. That goes by the name of the
// function, so this one has such a name.
//
//go:linkname launch runtime.exithookLaunch
func launch() {
	for {
		j := jobs.Load()
		if jobs.CompareAndSwap(j, j.next) {
			go j.f()
			return
		}
	}
}
