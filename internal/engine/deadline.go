// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package engine

import "time"

// An Expiry says what was left when the deadline for all hooks had passed.
type Expiry struct {
	Timeout time.Duration
	Running *Hook  // the hook that was running, if any
	Goid    uint64 // its goroutine
	Pending []*Hook
}

// SetTimeout sets the deadline for all hooks together, 0 for none. It counts
// from the beginning of the end, also if that was before.
func (e *Engine) SetTimeout(d time.Duration) {
	e.mu.Lock()
	e.Timeout = d
	if e.phase == running && e.allAlarm.isSet() {
		e.armDeadline()
	}
	e.mu.Unlock()
}

// armDeadline sets the deadline of the run anew.
func (e *Engine) armDeadline() {
	e.allAlarm.clear()
	if e.Timeout > 0 {
		e.set(&e.allAlarm, max(e.Timeout-e.since(), 0))
	} else {
		e.allAlarm.id = e.draw() // set, and never rings
	}
}

// An alarm is a call of Alarm that the engine waits for, unless it is zero.
type alarm struct {
	id   uint64
	stop func()
}

func (a *alarm) isSet() bool { return a.id != 0 }

func (a *alarm) clear() {
	if a.stop != nil {
		a.stop()
	}
	*a = alarm{}
}

func (e *Engine) set(a *alarm, d time.Duration) {
	a.id = e.draw()
	a.stop = e.Host.After(d, a.id)
}

// draw returns a number that is like no other.
func (e *Engine) draw() uint64 {
	e.drawn++
	return e.drawn
}

// Alarm is called by the Host, on a goroutine of its own, when it is time.
func (e *Engine) Alarm(id uint64) {
	goid := e.Host.Goid()
	e.mu.Lock()
	switch id {
	case e.hookAlarm.id:
		e.abandoned = append(e.abandoned, e.driver)
		e.failAndPass(Overrun)
	case e.allAlarm.id:
		e.expire()
	case e.token:
		e.takeOver(goid)
	case e.crashAlarm.id:
		e.mu.Unlock()
		e.Host.Uncrashed(e.crash)
	default:
		e.mu.Unlock() // the engine does not wait for it any more
	}
}

// takeOver drives the run from here on. That is only ever needed because a
// hook failed, so the end of the hooks is the end of the process. It is called
// with the mutex held, and releases it.
func (e *Engine) takeOver(goid uint64) {
	end, token := e.end, e.token
	e.driver = goid
	e.mu.Unlock()
	if e.drive(token) {
		e.settle(end)
	}
}

// expire ends the run and the process because the hooks together are past
// their deadline. It is called with the mutex held, and releases it.
func (e *Engine) expire() {
	x := &Expiry{Timeout: e.Timeout, Running: e.current, Goid: e.driver}
	if e.current != nil {
		e.abandoned = append(e.abandoned, e.driver)
	}
	e.fail(Overrun)
	for h, _ := e.pop(); h != nil; h, _ = e.pop() {
		x.Pending = append(x.Pending, h)
		e.note(h, NotRun)
	}
	e.handOver()
	e.phase = sealed
	failed, end := e.failed, e.end
	e.mu.Unlock()
	e.Host.Expired(x)
	e.mu.Lock()
	if e.phase = over; end.Crash {
		e.phase = left // see finish
	}
	e.release()
	e.mu.Unlock()
	e.Leave()
	e.Host.Fatal(failed, end)
}
