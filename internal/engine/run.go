// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package engine

// Run ends the program: it claims the end and runs the hooks. It returns to
// the first end when every hook was started or skipped; what is left to do then is to
// call Leave, and to end the process as the End says. All others are parked for
// good, unless the first one Returns: then they wait, and are next.
//
// If a hook failed, Run does not return but calls Host.Fatal.
//
// A Crash is an end that nobody can take back: as soon as Run has returned to its
// goroutine, the process dies. It must die of that crash, so Run returns to it also if
// it is a later end, once the hooks of the first end have run or their deadline has
// passed, and if a hook failed. Then Leave, and what else would end the process, does
// not return.
//
// Called by the running hook, on its goroutine, Run fails that hook.
func (e *Engine) Run(end *End) {
	token, ok := e.claim(end)
	if !ok {
		return
	}
	if !e.drive(token) {
		e.Host.Park() // the run went on without this goroutine
	}
	if !end.Crash {
		e.settle(end)
	}
}

// settle ends the process if a hook of this end has failed. After an end that
// Returns, the engine may have another one by now.
func (e *Engine) settle(end *End) {
	e.mu.Lock()
	failed := e.failed
	if e.end != end {
		failed = OK
	}
	e.mu.Unlock()
	if failed != OK {
		e.Leave()
		e.Host.Fatal(failed, end)
	}
}

// claim makes end the first end and returns the token of its run, or false for a
// crash that came later and may go on.
func (e *Engine) claim(end *End) (uint64, bool) {
	ok := e.admit(end)
	if ok {
		e.begin(end)
	}
	token := e.token
	e.mu.Unlock()
	return token, ok
}

func (e *Engine) begin(end *End) {
	e.phase = running
	e.end = end
	e.driver = end.Goid
	e.token = e.draw()
	e.records, e.keep = nil, e.Host.Keep()
	hooks := e.hasPending()
	if hooks || e.exiting != nil || e.keep {
		end.Info = e.Host.Describe(end, false)
		e.began = e.Host.Now()
	}
	if e.exiting != nil {
		close(e.exiting)
	}
	if hooks {
		e.armDeadline()
	}
}

// drive runs hooks until there are none left, which it reports as true, or
// until another goroutine has the token.
func (e *Engine) drive(token uint64) bool {
	for {
		switch e.stretch(token) {
		case exhausted:
			return true
		case lost:
			return false
		}
	}
}

// A verdict says how a stretch of hooks came to its end.
type verdict uint8

const (
	failed    verdict = iota // a hook panicked; there may be more
	exhausted                // no hook is left
	lost                     // the run is somebody else's
)

// stretch runs hooks up to the first that does not return normally. One
// deferred function serves all of them: that is what makes a hook cheap.
func (e *Engine) stretch(token uint64) (v verdict) {
	var h *Hook
	var f func()
	inHook := false
	defer func() {
		if inHook {
			value := recover()
			v = e.broke(token, h, value, value != nil || e.Host.PanickedNil())
		}
	}()
	for {
		h, f, v = e.next(token)
		if h == nil {
			return v
		}
		inHook = true
		f()
		inHook = false
	}
}

// next finishes the running hook, if any, and starts another.
// With none left it ends the run, in the same critical section, so that no
// hook can be added and forgotten.
func (e *Engine) next(token uint64) (h *Hook, f func(), v verdict) {
	e.mu.Lock()
	v = lost
	if e.token == token {
		e.noteOutcome(OK)
		e.clear()
		v = exhausted
		if h, f = e.pop(); h != nil {
			e.start(h)
		} else {
			e.finish()
		}
	}
	e.mu.Unlock()
	return h, f, v
}

// start gives h its turn.
func (e *Engine) start(h *Hook) {
	e.current = h
	e.note(h, Running)
	if d := h.extra().Timeout; d > 0 {
		e.set(&e.hookAlarm, d)
	}
	if !e.allAlarm.isSet() {
		e.began = e.Host.Now() // the first hook was added after the end began
		e.armDeadline()
	}
}

// clear takes the turn from the hook that has it.
func (e *Engine) clear() {
	e.current = nil
	e.hookAlarm.clear()
}

// finish ends the run: the engine is sealed, or open again.
func (e *Engine) finish() {
	e.allAlarm.clear()
	e.phase = over
	switch {
	case e.end.Returns && e.failed == OK:
		e.phase = open
		e.exiting = nil
	case e.end.Crash && e.driver == e.end.Goid:
		e.crash = e.end
		if e.waits {
			e.awaitCrash(0)
		}
	case e.end.Crash:
		e.phase = left // its goroutine cannot crash any more, and Fatal is to say what it would have
	}
	e.release()
}

// handOver takes the run from the goroutine that drives it. It returns the
// token of the next one.
func (e *Engine) handOver() uint64 {
	e.clear()
	e.token = e.draw()
	e.driver = 0
	return e.token
}
