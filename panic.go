// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package exithook

import "github.com/exithook/exithook/internal/link"

// RunOnPanic runs the hooks if the goroutine is panicking; then the panic goes
// on. It must be deferred, as in
//
//	defer exithook.RunOnPanic()
//
// and by the outermost function of the goroutine: it takes it that the panic is
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
// RunOnPanic does nothing in a hook, whose panics are looked after, and for a
// runtime.Goexit. Where Covered has Panics, it does nothing at all: the runtime
// runs the hooks once nothing has recovered the panic.
func RunOnPanic() {
	if link.Panics() {
		return
	}
	if v := recover(); v != nil {
		panicked(v)
		panic(v)
	}
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

// panicked runs the hooks for a panic with the value v, on its goroutine. If
// another end came first, it waits for the hooks of that.
func panicked(v any) {
	goid := link.Goid()
	if std.InHook(goid) {
		return
	}
	t := &ending{Cause: Panic, Code: crashCode, CodeKnown: true, Panic: v, Goroutine: goid}
	std.Run(t.forEngine())
	finished()
}

// crashCode is the status of a program that the Go runtime ends itself.
const crashCode = 2
