// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Package engine is the state machine behind exithook: which hooks are
// registered, which end of the program came first, which hook is running.
//
// An [Engine] knows nothing of Go's runtime. What it needs from the outside it takes
// as functions of its [Host], as Go's internal exithook package takes Gosched, Goid
// and Throw. So it can be tested without ending a process.
//
// # States
//
// An engine is open until an [End] is claimed, and running while the hooks of
// that end run. After an end that Returns it is open again. Otherwise it is
// sealed, then over, and left when the process is about to be ended. Claiming,
// starting a hook, finishing a hook, abandoning one, sealing and leaving are each
// one critical section of the engine's mutex. Hooks and the functions of the Host
// run outside of it, except for Now, After, Channel, Keep and Describe, which must not
// call back.
//
// # Alarms
//
// Deadlines are alarms: the Host is given a number, and calls [Engine.Alarm] with
// it when it is time. No two alarms have the same number, and the engine forgets those
// that it does not wait for any more, so one of those that rings after all changes nothing.
//
// # The token
//
// The goroutine that claims an end drives the run: it starts the hooks one by
// one. When a hook keeps that goroutine (it overran its deadline, called exit
// or Goexit), the run is handed to another goroutine. Who may drive is decided
// by a token: each hand-over draws a new one, and a goroutine whose token is
// no longer the engine's does not drive the run any more, and starts no hook. The
// next goroutine is that of an alarm whose number is the token.
package engine

import (
	"slices"
	"time"
)

// A Host is what an engine needs from outside. All functions must be set.
type Host struct {
	// Goid returns an identifier of the calling goroutine, never 0.
	Goid func() uint64
	// Park blocks the calling goroutine for good, at no cost.
	Park func()
	// Now is a monotonic clock, whatever it counts from.
	Now func() time.Duration
	// After calls Alarm with the number id, on a goroutine of its own, once d
	// has passed, unless the returned function is called before.
	After func(d time.Duration, id uint64) (stop func())
	// Channel returns a new channel, which any goroutine may close.
	Channel func() chan struct{}
	// PanickedNil is called by a deferred function to which recover has just
	// returned nil, and reports whether there was a panic all the same.
	PanickedNil func() bool
	// Keep says whether to keep records of this run.
	Keep func() bool
	// Describe returns the Info of an end, complete. It is called on the goroutine
	// that asked for the end, at most once: if the end is a later one, or the
	// first and somebody can see it: there is a hook to run, a channel of Exiting, or
	// a record to keep. For the first end, the engine is locked.
	Describe func(end *End, late bool) any
	// Failed reports, at once, a hook that failed. It is called on the
	// goroutine of the hook, except for an Overrun.
	Failed func(*Failure)
	// Expired reports that the deadline for all hooks has passed.
	Expired func(*Expiry)
	// Fatal ends the process because a hook failed, and does not return.
	Fatal func(Outcome, *End)
	// Uncrashed ends the process with the panic of the end, which was
	// to crash it and did not. It does not return.
	Uncrashed func(*End)
}

// An End is one way in which the program was told to end. It must not be changed
// once an engine has it, and is different for each call.
type End struct {
	Code    int    // hooks without onFailure are skipped if it is not 0
	Goid    uint64 // the goroutine that asked for it
	Returns bool   // the program goes on after the hooks, and the engine is open again
	Crash   bool   // the goroutine is about to crash the program, see Run
	Info    any    // whatever the owner wants to know about it
}

// A Late is a later end.
type Late struct {
	Goid uint64
	Info any
}

type phase uint8

const (
	open    phase = iota // no end yet
	running              // the hooks of an end are run
	sealed               // they are done or given up; nothing is added any more
	over                 // nor reported; a crash may go on
	left                 // the process is about to be ended; nothing goes on
)

// An Engine is one registry of hooks and the one run of them. The zero Engine
// with a Host is ready. An Engine must not be copied after its first use.
type Engine struct {
	Host Host
	// Timeout is the deadline for all hooks of an end together, 0 for none.
	// Use SetTimeout to change it later.
	Timeout time.Duration

	mu     mutex
	phase  phase
	newest *slab // of the list of hooks

	end     *End
	late    []Late
	waits   bool          // a goroutine of these is parked
	exiting chan struct{} // closed when an end begins; made on demand
	done    chan struct{} // closed when the run is over; made on demand

	drawn      uint64 // counts tokens and numbers of alarms
	token      uint64
	current    *Hook    // the hook that is running
	driver     uint64   // the goroutine that runs it
	abandoned  []uint64 // the goroutines of hooks that overran their deadline
	failed     Outcome
	crash      *End // the first Crash that goes on once the run is over, if any
	keep       bool // records
	records    []Record
	turn       int           // index of the record of current
	began      time.Duration // when the end did
	hookAlarm  alarm         // deadline of current
	allAlarm   alarm         // deadline of the run
	crashAlarm alarm         // see awaitCrash
}

// Exiting returns a channel that is closed when an end begins, before its
// first hook is started. After an end that Returns, there is a new one.
func (e *Engine) Exiting() <-chan struct{} {
	e.mu.Lock()
	if e.exiting == nil {
		e.exiting = e.Host.Channel()
		if e.phase != open {
			close(e.exiting)
		}
	}
	c := e.exiting
	e.mu.Unlock()
	return c
}

// HasExiting reports whether there is such a channel yet.
func (e *Engine) HasExiting() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.exiting != nil
}

// End returns the end that came first, nil if there is none.
func (e *Engine) End() *End {
	e.mu.Lock()
	end := e.end
	if e.phase == open {
		end = nil
	}
	e.mu.Unlock()
	return end
}

// Late returns the ends that came after the first.
func (e *Engine) Late() []Late {
	e.mu.Lock()
	late := append([]Late(nil), e.late...)
	e.mu.Unlock()
	return late
}

// Current returns the hook that is running, or nil.
func (e *Engine) Current() *Hook {
	e.mu.Lock()
	h := e.current
	e.mu.Unlock()
	return h
}

// admit returns with the mutex held, and true once the engine is open. It is the one
// gate for everything that ends the program. A goroutine that asks for a later end, or
// that is the running hook's, does not get through, unless it must crash the program.
// Then admit returns false, and the goroutine may go on and do so.
func (e *Engine) admit(end *End) bool {
	e.mu.Lock()
	for e.phase != open {
		if e.inHook(end.Goid) {
			e.failAndPass(Exited)
			e.Host.Park()
		}
		if end.Crash && e.crash == nil {
			e.crash = end
		}
		if e.phase != running || !e.end.Returns {
			e.lose(end)
			return false
		}
		e.await()
	}
	return true
}

// await waits until the run is over. The mutex is held before and after.
func (e *Engine) await() {
	if e.done == nil {
		e.done = e.Host.Channel()
	}
	done := e.done
	e.mu.Unlock()
	<-done
	e.mu.Lock()
}

// release lets those go on who wait for the run.
func (e *Engine) release() {
	if e.done != nil {
		close(e.done)
		e.done = nil
	}
}

// Arrive is called by a goroutine that is on its way to end the program, with what
// is known of the end, and returns only if it may go on: for now, there is no other.
func (e *Engine) Arrive(end *End) {
	e.admit(end)
	e.mu.Unlock()
}

// Leave is called by the goroutine to which Run returned, when nothing is left
// but to end the process. It does not return if a crash is to do that.
func (e *Engine) Leave() {
	e.mu.Lock()
	park := e.phase == over && e.crash != nil
	if park {
		e.awaitCrash(0)
	} else {
		e.phase = left
	}
	e.mu.Unlock()
	if park {
		e.Host.Park()
	}
}

// InHook reports whether goid is the goroutine of the running hook, or of
// one that was abandoned.
func (e *Engine) InHook(goid uint64) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.inHook(goid) || slices.Contains(e.abandoned, goid)
}

func (e *Engine) inHook(goid uint64) bool {
	return e.phase == running && e.current != nil && e.driver == goid
}

// NoteLate records an end that came after another one, of which no goroutine needs to
// be parked. It changes nothing else. The other one may still be on its way.
func (e *Engine) NoteLate(end *End) {
	e.mu.Lock()
	e.late = append(e.late, Late{Goid: end.Goid, Info: end.Info})
	e.mu.Unlock()
}

// lose records an end that came too late, and parks its goroutine for good. A
// crash waits until the run is over and then returns, unless the process is
// about to be ended. The mutex is held before and after.
func (e *Engine) lose(end *End) {
	if !end.Crash {
		e.waits = true
		if e.phase == over && e.crash != nil {
			e.awaitCrash(end.Goid)
		}
	}
	e.mu.Unlock()
	info := e.Host.Describe(end, true)
	e.mu.Lock()
	e.late = append(e.late, Late{Goid: end.Goid, Info: info})
	for end.Crash && e.phase < over {
		e.await()
	}
	if !end.Crash || e.phase == left {
		e.mu.Unlock()
		e.Host.Park()
	}
}

// awaitCrash sees to it that a program whose panic is recovered after all, by
// a function that was deferred before, still ends once another end was asked
// for, by goid: that one is parked, and nothing else would. If goid itself was
// to panic, it is known at once that it does not. An Add, which is parked as well,
// counts as an end, by nobody (0).
func (e *Engine) awaitCrash(goid uint64) {
	grace := crashGrace
	if goid == e.crash.Goid {
		grace = 0
	}
	if !e.crashAlarm.isSet() {
		e.set(&e.crashAlarm, grace)
	}
}

// crashGrace is how long an end waits for a panic to crash the program.
const crashGrace = time.Second
