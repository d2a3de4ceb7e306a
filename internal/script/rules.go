// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package script

import (
	"fmt"
	"slices"
)

// This file has the rules: what each step does. See failures.go for more.

// take makes an event happen.
func (st *state) take(c *checker, e event) {
	st.now = max(st.now, e.at)
	switch e.thread {
	case hookAlarm:
		st.overrun()
	case allAlarm:
		st.expire()
	case crashAlarm:
		st.uncrash, st.rung = never, true
		st.spawn(op{kind: emitEnd, label: Uncrashed(st.crash)})
	default:
		st.step(c, e.thread)
	}
}

// spawn has something take place by itself.
func (st *state) spawn(ops ...op) { st.start(thread{ops: ops}) }

func (st *state) start(t thread) int {
	t.at = st.now
	st.threads = append(st.threads, t)
	return len(st.threads) - 1
}

// first puts steps before those that a thread has.
func (t *thread) first(ops ...op) { t.ops = append(ops, t.ops...) }

func (st *state) step(c *checker, i int) {
	t := &st.threads[i]
	o := t.ops[0]
	t.ops, t.at = t.ops[1:], st.now
	switch o.kind {
	case doAct:
		st.act(c, i, o.action)
	case doKnow:
		st.known = append(st.known, o.action.Hook)
	case doSignal:
		st.come(c, t, o.action)
	case doArrive:
		st.arrive(c, i, o.action)
	case doEnd:
		st.end(c, i, o.action)
	case doReturn:
		if st.current == i {
			st.next(c)
		}
	case goOn:
		st.granted = none
	case doLeave:
		st.leave(t)
	case doCrash:
		st.goAndCrash(t, o.action)
	case doNext:
		if st.phase == running {
			st.next(c)
		}
	case doOver:
		if st.phase = over; st.isCrash() {
			st.phase = left
		}
	}
}

func (st *state) act(c *checker, i int, a *Action) {
	t := &st.threads[i]
	switch a.Kind {
	case Add:
		if st.phase >= sealed {
			if st.phase == over && st.crash != "" {
				st.awaitCrash("")
			}
			t.ops = nil // it never returns
			return
		}
		st.pending = append(st.pending, a.Hook)
		t.first(op{kind: doKnow, action: a}, op{kind: emit, label: t.who + " added " + a.Hook.Name})
	case Stop:
		t.first(op{kind: emit, label: st.stop(t.who, a.Hook)})
	case Go:
		st.start(thread{who: a.Name, ops: c.ops(a.Name, false, a.Actions)})
	case Signal:
		st.start(thread{who: a.Name, ops: []op{{kind: doSignal, action: a}}})
	case Goexit:
		if t.ops = nil; t.hook != nil {
			st.fail(i, Goexits)
		}
	case Sleep, Block:
		t.at += c.during(a.For)
	case SetTimeout:
		st.timeout = a.For
		if st.phase == running && st.armed {
			st.arm(c)
		}
	}
}

func (st *state) stop(who string, h *Hook) string {
	if !slices.Contains(st.known, h) {
		return who + " does not know " + h.Name
	}
	stopped := false
	if n := slices.Index(st.pending, h); n >= 0 && st.phase < sealed {
		st.pending = slices.Delete(st.pending, n, n+1)
		stopped = st.phase == open || st.wants(h)
	}
	return fmt.Sprintf("%s stopped %s: %v", who, h.Name, stopped)
}

func (st *state) wants(h *Hook) bool { return st.code == 0 || h.OnFailure }

func (st *state) isCrash() bool { return st.kind == Panic || st.kind == Recover }

// arm sets the deadline for all hooks.
func (st *state) arm(c *checker) {
	st.armed, st.all = true, never
	if st.timeout > 0 {
		st.all = st.began + c.during(st.timeout)
	}
}

// come is a signal. The first one ends the program, and all others change nothing.
func (st *state) come(c *checker, t *thread, a *Action) {
	switch {
	case !st.signal:
		st.signal = true
		t.ops = []op{{kind: doArrive, action: a}}
	case !c.Quiet:
		t.ops = []op{{kind: emit, label: Late(t.who)}}
	}
}

// arrive is somebody who wants to end the program.
func (st *state) arrive(c *checker, i int, a *Action) {
	t := &st.threads[i]
	switch {
	case t.hook != nil && a.Kind == Panic:
		st.fail(i, Panicked)
	case st.current == i:
		st.fail(i, Exits)
	default:
		st.end(c, i, a)
	}
}

// end is an end that is the first one, or comes too late, or waits for a Run.
func (st *state) end(c *checker, i int, a *Action) {
	t := &st.threads[i]
	if st.phase == open {
		st.begin(c, i, a)
		return
	}
	crashes := a.Kind == Panic || a.Kind == Recover
	if crashes && st.crash == "" {
		st.crash = t.who
	}
	if st.mustWait() {
		t.first(op{kind: doEnd, action: a})
		return
	}
	if !crashes {
		st.late = true
		if st.phase == over && st.crash != "" {
			st.awaitCrash(t.who)
		}
	}
	rest := t.ops
	t.ops = nil
	if !c.Quiet {
		t.ops = append(t.ops, op{kind: emit, label: Late(t.who)})
	}
	if crashes {
		t.ops = append(append(t.ops, op{kind: doCrash, action: a}), rest...)
	}
}

// mustWait reports whether the program goes on after the hooks that run now.
func (st *state) mustWait() bool { return st.phase == running && st.kind == Run }

func (st *state) begin(c *checker, i int, a *Action) {
	t := &st.threads[i]
	st.phase, st.ender, st.kind, st.code, st.held = running, i, a.Kind, a.Code, false
	st.began, st.armed, st.all = st.now, false, never
	if len(st.pending) > 0 {
		st.arm(c)
	}
	wait := op{kind: goOn}
	switch a.Kind {
	case Exit:
		t.ops = []op{wait, {kind: doLeave}, {kind: emitEnd, label: Exited(a.Code)}}
	case Signal:
		t.ops = []op{wait, {kind: doLeave}, {kind: emitEnd, label: Died(a.Code)}}
	case Run:
		t.first(wait, op{kind: emit, label: t.who + " goes on"})
	default:
		st.code = 2
		t.first(wait, op{kind: doCrash, action: a})
	}
	st.spawn(op{kind: doNext})
}

// next starts the next hook, or ends the run.
func (st *state) next(c *checker) {
	for len(st.pending) > 0 {
		h := st.pending[len(st.pending)-1]
		st.pending = st.pending[:len(st.pending)-1]
		if st.wants(h) {
			st.turn(c, h)
			return
		}
	}
	st.current, st.all = none, never
	st.finish()
}

func (st *state) turn(c *checker, h *Hook) {
	starts := op{kind: emit, label: h.Name + " starts: " + Ending(st.threads[st.ender].who, endKind(st.kind), st.code)}
	t := thread{who: h.Name, hook: h, limit: never, ops: []op{starts}}
	t.ops = append(t.ops, c.ops(h.Name, true, h.Actions, op{kind: emit, label: h.Name + " returns"}, op{kind: doReturn})...)
	if h.Timeout > 0 {
		t.limit = st.now + c.during(h.Timeout)
	}
	if !st.armed {
		st.began = st.now
		st.arm(c)
	}
	st.current = st.start(t)
}

// endKind is how an end is called in a log.
func endKind(k Kind) Kind {
	if k == Recover {
		return Panic
	}
	return k
}

// finish is the end of a run.
func (st *state) finish() {
	st.phase = over
	switch {
	case st.isCrash() && st.held: // it cannot crash any more
		st.phase = left
		st.spawn(op{kind: emitEnd, label: Fatal(st.failed, st.threads[st.ender].who)})
	case st.isCrash():
		st.crash, st.granted = st.threads[st.ender].who, st.ender
		if st.late {
			st.awaitCrash("")
		}
	case st.failed != "":
		st.spawn(op{kind: doLeave}, op{kind: emitEnd, label: Fatal(st.failed, "")})
	default:
		if st.granted = st.ender; st.kind == Run {
			st.phase = open
		}
	}
}
