// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package exithook

import (
	"runtime"
	"time"

	"github.com/exithook/exithook/internal/clock"
	"github.com/exithook/exithook/internal/link"
)

// Exit runs the hooks and ends the program with the given code, as os.Exit does. Deferred
// functions do not run.
//
// Where Covered has Exits, the two do the same. Exit is for programs that must run their
// hooks in every build.
//
// Exit does not return. If another end came first, it parks the calling goroutine. If a
// panic comes while the hooks run, the program dies of that. If a hook calls Exit on its own
// goroutine, the hook fails.
func Exit(code int) {
	leave(&Termination{Cause: OSExit, Code: code, CodeKnown: true})
}

// Run runs the hooks as if the program ended with the given code, and returns. It is for
// Go code that another program hosts, and for programs that do not exit. Hooks that are
// added later are for the next Run, or for the end of the program.
//
// While it lasts, Run is an end like the others, with the cause RunCall: it closes the
// channel of Exiting, and Status tells of it. Both are reset when Run returns. An end that
// comes meanwhile, another Run included, waits and follows. If an exit came first, Run does
// not return.
//
// A hook that fails in a Run ends the program, as in other ends. If a hook calls Run on its
// own goroutine, the hook fails.
func Run(code int) {
	t := &Termination{Cause: RunCall, Code: code, CodeKnown: true, Goroutine: link.Goid()}
	run(t.forEngine())
}

// SetTimeout sets the time until the deadline for all hooks of an end together, from the
// beginning of the end. 0 means no deadline. The default is 25 seconds: the report is out
// before Kubernetes kills a container, which it does after 30.
//
// When the deadline passes, standard error says which hook is running and which ones did not
// run, and the program dies with "fatal error: exit hook did not return".
//
// A hook may call SetTimeout: the new deadline is for this end, and counts from its beginning
// as well. If the deadline has passed by then, it passes at once.
//
// Whoever runs the program has the last word. With timeout=8s in the environment variable
// EXITHOOK, which CurrentReport describes, the deadline comes after 8 seconds, and SetTimeout
// changes nothing.
//
// SetTimeout panics if d is negative.
func SetTimeout(d time.Duration) {
	if d < 0 {
		panic("exithook: SetTimeout: the timeout must not be negative, but is " + d.String() + ", at " + caller())
	}
	setTimeout(d)
}

// Main runs a program and ends it. It is for the main function:
//
//	func main() { exithook.Main(run) }
//
// The hooks run in every build if
//
//   - run returns: the program ends with the code that run returned;
//   - run panics: see RunOnPanic;
//   - run calls runtime.Goexit: the program goes on while there are other goroutines, as it
//     does without Main. Goroutines that are blocked for good count too. When there are none
//     left, the hooks run, and the program dies as the runtime ends it, with "fatal error:
//     no goroutines (main called runtime.Goexit) - deadlock!" and status 2.
//
// Main does not return. It panics if run is nil.
func Main(run func() int) {
	if run == nil {
		panic("exithook: Main: the function to run is nil, at " + caller())
	}
	returned := false
	defer func() {
		switch why := calledBy(); {
		case why == byGoexit:
			goexited()
		case why == byPanic && !returned && !link.Panics(): // else os.Exit panicked, as it does in a test
			v := recover()
			panicked(v)
			panic(v)
		}
	}()
	code := run()
	returned = true
	leave(&Termination{Cause: Return, Code: code, CodeKnown: true})
}

// goexited ends the program once the main goroutine, which called
// runtime.Goexit, is the last.
func goexited() {
	own, looks := 1, 1
	if runtime.GOOS == "js" {
		// The event that ends the sleep has a goroutine too. It may have finished, and then
		// the second one is the program's. So look several times.
		own = 2
		looks = 10
	}
	for last := 0; last < looks; {
		clock.Sleep(10 * time.Millisecond)
		last++
		if runtime.NumGoroutine() > own+signals.handlers.count() {
			last = 0
		}
	}
	t := &Termination{Cause: Goexit, Code: crashCode, CodeKnown: true, Goroutine: link.Goid()}
	runAndLeave(t.forEngine())
	throw("no goroutines (main called runtime.Goexit) - deadlock!")
}
