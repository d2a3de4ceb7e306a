// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package exithook

import (
	"github.com/exithook/exithook/internal/link"
)

// RunOnPanic runs the hooks if the goroutine is panicking; then the panic goes on. It must
// be deferred, by the outermost function of the goroutine:
//
//	defer exithook.RunOnPanic()
//
// It takes for granted that the panic will crash the program. The cause is Panic and the code
// 2. If another end came first, the panic waits until the hooks have run, or their deadline
// has passed, and then crashes the program.
//
// Go shows a panic only to functions that recover it, so RunOnPanic panics again, with the
// same value. The first line of the trace ends in "[recovered, repanicked]". The rest is that
// of the original panic, below a few frames of this package.
//
// If a function that was deferred earlier recovers the panic after all, the hooks have run
// and do not run again. The program goes on until something ends it or calls Add, which does
// not return then. Within a second after that, the program dies of the panic. It does so too
// if such a function takes longer than that second.
//
// RunOnPanic does nothing for a runtime.Goexit. It does nothing on the goroutine of a hook,
// also of one that was abandoned: a panic of a hook is a failure of the hook. Where Covered
// has Panics, it does nothing at all: there the runtime runs the hooks once nothing has
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
