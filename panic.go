// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package exithook

import (
	"runtime"

	"github.com/exithook/exithook/internal/link"
)

// RunOnPanic runs the hooks if the goroutine is panicking; then the panic goes on. It must
// be deferred, as in
//
//	defer exithook.RunOnPanic()
//
// and by the outermost function of the goroutine, because it takes it that the panic is
// going to crash the program. The cause is Panic and the code 2.
//
// If another end came first, the panic waits until the hooks have run, or their
// deadline has passed, and then crashes the program all the same.
//
// Go cannot look at a panic without recovering it, so what crashes is the same
// value, panicked again: the first line of the trace ends in "[recovered,
// repanicked]", and the rest is that of the original panic, below a few frames
// of this package. If a function that was deferred before recovers the panic
// after all, the hooks have run and cannot run again: the program goes on until
// it is ended in some way, or Add is called, which does not return then. Within a
// second after that it dies with the panic.
//
// RunOnPanic does nothing on the goroutine of a hook, also if that was abandoned, since a
// panic of a hook is a failure of the hook. It does nothing for a runtime.Goexit. Where
// Covered has Panics, it does nothing at all: the runtime runs the hooks once nothing has
// recovered the panic.
func RunOnPanic() {
	if link.Panics() || calledBy() != byPanic {
		return
	}
	v := recover() // nil for panic(nil), with GODEBUG=panicnil=1
	panicked(v)
	panic(v)
}

// Go runs f on a new goroutine whose panics run the hooks. It is go f() with
// RunOnPanic deferred.
//
// Go panics if f is nil.
func Go(f func()) {
	if f == nil {
		panic("exithook: Go: the function to run is nil, at " + caller())
	}
	go func() {
		defer RunOnPanic()
		f()
	}()
}

// crashCode is the status of a program that the Go runtime ends itself.
const crashCode = 2

// panicked runs the hooks for a panic with the value v, on its goroutine. If another end
// came first, it waits for the hooks of that. When it returns, the runtime crashes the
// program.
func panicked(v any) {
	goid := link.Goid()
	if std.InHook(goid) {
		return
	}
	t := &Termination{Cause: Panic, Code: crashCode, CodeKnown: true, Panic: v, Goroutine: goid}
	run(t.forEngine())
	runOthers()
	finished()
	letRuntimePrint()
}

// A deferrer is what calls a deferred function.
type deferrer int

const (
	byReturn deferrer = iota
	byPanic
	byGoexit
)

// calledBy tells a deferred function, which calls it, why it was called. What recover returns
// does not tell that of panic(nil), with GODEBUG=panicnil=1.
func calledBy() deferrer { return callerIs(2) }

// callerIs looks at the caller of one of the functions that are running.
func callerIs(skip int) deferrer {
	var pc [1]uintptr
	runtime.Callers(skip+2, pc[:]) // runtime.Callers, callerIs
	switch frame(pc[0]).Function {
	case "runtime.gopanic":
		return byPanic
	case "runtime.Goexit":
		return byGoexit
	}
	return byReturn
}

// panickedNil is calledBy for the engine, whose deferred function calls it.
func panickedNil() bool { return callerIs(2) == byPanic }
