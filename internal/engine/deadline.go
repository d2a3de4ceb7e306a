// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package engine

import "time"

// An Expiry says what was left when the deadline for all hooks had passed.
type Expiry struct {
	Timeout time.Duration
	Running *Hook  // the hook that had its turn, if any
	Goid    uint64 // its goroutine
	Pending []*Hook
}

// SetTimeout sets the deadline for all hooks together, 0 for none. It counts
// from the beginning of the end, also if that was before.
func (e *Engine) SetTimeout(d time.Duration) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.Timeout = d
	if e.phase == running && e.stopAll != nil {
		e.stopAll()
		e.armDeadline()
	}
}

func (e *Engine) armDeadline() {
	e.stopAll = func() bool { return true }
	if e.Timeout > 0 {
		run, timeout := e.run, e.Timeout
		left := timeout - e.since()
		e.stopAll = e.Host.After(max(left, 0), func() { e.expire(run, timeout) })
	}
}

// overrun abandons a hook that is past its own deadline. The next hooks run
// here, on the goroutine of the timer.
func (e *Engine) overrun(token uint64, h *Hook) {
	e.mu.Lock()
	if e.token != token || e.current != h {
		e.mu.Unlock()
		return // it came back in time
	}
	f := e.fail(Overrun)
	next := e.handOver()
	e.mu.Unlock()
	e.Host.Failed(f)
	e.takeOver(next)
}

// expire ends the run and the process because the hooks together are past
// their deadline.
func (e *Engine) expire(run uint64, timeout time.Duration) {
	e.mu.Lock()
	if e.phase != running || e.run != run || e.Timeout != timeout {
		e.mu.Unlock()
		return // the run is over, or has another deadline now
	}
	x := &Expiry{Timeout: e.Timeout, Running: e.current, Goid: e.driver}
	e.fail(Overrun)
	for h := e.pop(); h != nil; h = e.pop() {
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
