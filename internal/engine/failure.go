// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package engine

// An Outcome is what a hook did.
type Outcome uint8

const (
	OK       Outcome = iota
	Panicked         // it panicked
	Exited           // it called exit on its own goroutine
	Goexited         // it called runtime.Goexit
	Overrun          // it did not return before its deadline
	Running          // it has not returned yet
	Skipped          // it was not to run on a failure
	NotRun           // its turn did not come
)

// String returns what the fatal error says of the hook.
func (o Outcome) String() string {
	switch o {
	case Panicked:
		return "exit hook invoked panic"
	case Exited:
		return "exit hook invoked exit"
	case Goexited:
		return "exit hook invoked Goexit"
	case Overrun:
		return "exit hook did not return"
	}
	return "exit hook returned"
}

// A Failure is a hook that failed.
type Failure struct {
	Hook    *Hook
	Outcome Outcome
	Panic   any    // the value, if it panicked
	Goid    uint64 // the goroutine that the hook is on
	// Abandoned says that the hook had overrun its deadline before, and that
	// its failure has been reported and counted already.
	Abandoned bool
}

// fail counts a failure of the running hook. The first one decides
// what the fatal error says. It is called with the mutex held.
func (e *Engine) fail(o Outcome) *Failure {
	if e.failed == OK {
		e.failed = o
	}
	e.noteOutcome(o)
	return &Failure{Hook: e.current, Outcome: o, Goid: e.driver}
}

// broke is called, deferred, on the goroutine of a hook that did not return: it
// panicked with the value v, or else it called Goexit.
func (e *Engine) broke(token uint64, h *Hook, v any, panicked bool) verdict {
	e.mu.Lock()
	if e.token != token {
		e.mu.Unlock()
		return e.brokeLate(h, v, panicked)
	}
	if panicked {
		f := e.fail(Panicked)
		f.Panic = v
		e.clear()
		e.mu.Unlock()
		e.Host.Failed(f)
		return failed
	}
	if e.failAndPass(Goexited) == e.end.Goid {
		// Goexit must not unwind whoever asked for the end.
		e.Host.Park()
	}
	return lost
}

// brokeLate is broke for a hook that was abandoned before.
func (e *Engine) brokeLate(h *Hook, v any, panicked bool) verdict {
	if panicked {
		e.Host.Failed(&Failure{Hook: h, Outcome: Panicked, Panic: v, Goid: e.Host.Goid(), Abandoned: true})
	}
	e.Host.Park()
	return lost
}

// failAndPass fails the running hook, which does not give its goroutine back, and has
// another goroutine run the others. It returns the hook's goroutine. It is called with
// the mutex held, and releases it.
func (e *Engine) failAndPass(o Outcome) (goid uint64) {
	f := e.fail(o)
	next := e.handOver()
	e.mu.Unlock()
	e.Host.Failed(f)
	e.Host.After(0, next)
	return f.Goid
}
