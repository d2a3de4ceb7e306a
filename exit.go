// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package exithook

import (
	"os"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/exithook/exithook/internal/clock"
	"github.com/exithook/exithook/internal/engine"
	"github.com/exithook/exithook/internal/link"
)

// Exit ends the program with the given status code, as os.Exit does, after it
// has run the hooks. Deferred functions are not run.
//
// Where Covered has Exits there is no difference between the two. Exit is for
// programs that must run their hooks in every build.
//
// Exit does not return. If another end of the program came first, the calling
// goroutine is parked for good, and if a panic comes while the hooks run, the
// program dies of that. Called by a hook on its own goroutine, it fails that
// hook.
func Exit(code int) {
	leave(&Termination{Cause: OSExit, Code: code, CodeKnown: true})
}

// Run runs the hooks as if the program ended with the given status code, and
// returns. It is for hosts that embed Go code, or never exit. What is added
// from then on is run by the next Run, or by the end of the program.
//
// While it lasts, Run is an end like the others, with the cause RunCall: it
// closes the channel of Exiting, and Status tells about it, and both are reset
// when it returns. Another end that comes meanwhile waits and is next, be it
// another Run or an exit. If an exit came first, Run does not return.
//
// A failed hook ends the program, also in a Run. Called by a hook on its own
// goroutine, Run fails that hook as Exit does.
func Run(code int) {
	t := &Termination{Cause: RunCall, Code: code, CodeKnown: true, Goroutine: link.Goid()}
	run(t.forEngine())
}

// SetTimeout sets the deadline of all hooks of an end together. It is 25
// seconds unless set, so that a report is out before the 30 seconds have passed after
// which Kubernetes kills a container. 0 means none. When the deadline passes, the hook that
// is running and those that have not run are reported, and the program dies
// with "fatal error: exit hook did not return".
//
// The deadline counts from the beginning of the end. A call of SetTimeout
// during the end, for instance by a hook, takes effect and counts from there as
// well.
//
// Whoever runs the program has the last word: with timeout=8s in the environment
// variable EXITHOOK, the deadline is 8 seconds, and SetTimeout changes nothing. See
// CurrentReport for that variable.
//
// SetTimeout panics if d is negative.
func SetTimeout(d time.Duration) {
	if d < 0 {
		panic("exithook: SetTimeout: the timeout must not be negative, but is " + d.String() + ", at " + caller())
	}
	if !timeoutIsGiven() {
		std.SetTimeout(d)
	}
}

// Main runs a program and ends it. It is for the main function:
//
//	func main() { exithook.Main(run) }
//
// Whichever way run ends, the hooks run, in every build:
//
//   - run returns: the program ends with the code that it returned.
//   - run panics: as for RunOnPanic.
//   - run calls runtime.Goexit: as without Main, the program goes on while there
//     are other goroutines. Once there are none, the hooks run, and the program
//     dies as the runtime would have ended it, with "fatal error: no goroutines
//     (main called runtime.Goexit) - deadlock!" and status 2. Other goroutines
//     that are blocked for ever count as goroutines here.
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
		own = 2    // the other is the runtime's, for the event that ends the sleep,
		looks = 10 // and is over already now and then, so one of the program's may be the second
	}
	for last := 0; last < looks; {
		clock.Sleep(10 * time.Millisecond)
		last++
		if runtime.NumGoroutine() > own+signals.goroutines() {
			last = 0
		}
	}
	t := &Termination{Cause: Goexit, Code: crashCode, CodeKnown: true, Goroutine: link.Goid()}
	runAndLeave(t.forEngine())
	throw("no goroutines (main called runtime.Goexit) - deadlock!")
}

// leave ends the program with the code of t, by way of os.Exit where that
// comes back to us, so that of several goroutines that exit the runtime lets
// pass one. It does not return, unless os.Exit panics, as it does in a test.
func leave(t *Termination) {
	t.Goroutine = link.Goid()
	if !link.Active {
		endMethod(t.Goroutine)
		runAndLeave(t.forEngine())
	}
	announced.put(t)
	defer announced.drop(t)
	os.Exit(t.Code)
}

// runAndLeave runs the hooks for e on the goroutine that asked for it, and returns if
// the process is now to end with the code of e.
func runAndLeave(e *engine.End) {
	run(e)
	finished()
	std.Leave()
	if sig := endOf(e).asked.Signal; sig != nil {
		die(sig)
	}
}

// run runs the hooks for e, as the environment wants it.
func run(e *engine.End) {
	readEnvironment()
	if clock.InBubble() {
		hooksInBubble.Store(true)
	}
	std.Run(e)
}

// announced has the ends that are on their way through os.Exit, by goroutine: those of
// which we know more than a stack tells.
var announced announcements

type announcements struct {
	mu   sync.Mutex
	list []*Termination
}

func (a *announcements) put(t *Termination) {
	a.mu.Lock()
	a.list = append(a.list, t)
	a.mu.Unlock()
}

// get returns the latest of a goroutine, which may exit in a hook of its own exit.
func (a *announcements) get(goid uint64) (found *Termination) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, t := range a.list {
		if t.Goroutine == goid {
			found = t
		}
	}
	return found
}

func (a *announcements) drop(t *Termination) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.list = slices.DeleteFunc(a.list, func(u *Termination) bool { return t == u })
}
