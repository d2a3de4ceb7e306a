// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package engine

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// An oracle is a second, independent reading of the rules: it works through a
// script in virtual time, one step after the other, and writes the log that the
// engine must write. It has no goroutines, no locks and no tokens.
type oracle struct {
	script  *script
	now     time.Duration
	log     []string
	pending []*scriptHook // the last one is the next
	added   map[*scriptHook]bool
	threads []*thread // hooks that were started and have not come to an end
	current *thread   // the one that has its turn
	failed  Outcome
	late    int // exits of hooks that were abandoned
	sealed  bool
}

// A thread is a hook that was started.
type thread struct {
	hook  *scriptHook
	step  int           // the action that is next
	wake  time.Duration // when it takes place
	limit time.Duration // when the hook has to be back, 0 for any time
}

// foresee returns the log that the engine must write for a script.
func foresee(s *script) []string {
	o := &oracle{script: s, added: map[*scriptHook]bool{}}
	for _, h := range s.hooks {
		o.push(h)
	}
	o.next()
	for !o.sealed {
		o.advance()
	}
	return o.log
}

func (o *oracle) note(format string, args ...any) {
	o.log = append(o.log, fmt.Sprintf(format, args...))
}

func (o *oracle) push(h *scriptHook) {
	o.added[h] = true
	o.pending = append(o.pending, h)
}

func (o *oracle) wants(h *scriptHook) bool { return o.script.code == 0 || h.onFailure }

// next starts the next hook, or ends the run.
func (o *oracle) next() {
	for len(o.pending) > 0 {
		h := o.pending[len(o.pending)-1]
		o.pending = o.pending[:len(o.pending)-1]
		if o.wants(h) {
			o.start(h)
			return
		}
	}
	o.current, o.sealed = nil, true
	if o.failed == OK || o.script.crash && !o.lostEnder() {
		o.note("ended %d", o.script.code)
	} else {
		o.note("fatal: %s, code %d", o.failed, o.script.code)
	}
}

// lostEnder reports whether the goroutine that asked for the end is held by a
// hook: then it cannot crash the program any more.
func (o *oracle) lostEnder() bool { return o.script.enderHeld }

func (o *oracle) start(h *scriptHook) {
	o.note("%s", h.name)
	t := &thread{hook: h, wake: o.now}
	if h.timeout > 0 {
		t.limit = o.now + h.timeout
	}
	o.current = t
	o.threads = append(o.threads, t)
}

// advance does what is due first: an action of a hook, a hook that overruns, or
// the deadline for all.
func (o *oracle) advance() {
	t := slices.MinFunc(o.threads, func(a, b *thread) int { return cmp.Compare(a.wake, b.wake) })
	at, due := t.wake, func() { o.act(t) }
	if c := o.current; c != nil && c.limit > 0 && c.limit < at {
		at, due = c.limit, o.overrun
	}
	if d := o.script.deadline; d > 0 && d < at {
		at, due = d, o.expire
	}
	o.now = at
	due()
}

func (o *oracle) fail(what Outcome) {
	if o.failed == OK {
		o.failed = what
	}
}

// hold notes that a hook keeps the goroutine that it is on.
func (o *oracle) hold() { o.script.enderHeld = true }

func (o *oracle) overrun() {
	o.fail(Overrun)
	o.note("%s failed: %s <nil>", o.current.hook.name, Overrun)
	o.hold()
	o.next()
}

func (o *oracle) expire() {
	o.fail(Overrun)
	var names []string
	for _, h := range slices.Backward(o.pending) {
		if o.wants(h) {
			names = append(names, h.name)
		}
	}
	o.note("expired after %v: running %s, pending %s, %d late", o.script.deadline, o.current.hook.name, names, o.late)
	o.note("fatal: %s, code %d", o.failed, o.script.code)
	o.current, o.sealed, o.pending = nil, true, nil
}

// end takes a thread away; if it had the turn, the next hook has it.
func (o *oracle) end(t *thread) {
	o.threads = slices.DeleteFunc(o.threads, func(x *thread) bool { return x == t })
	if o.current == t {
		o.next()
	}
}

// act does the next action of a hook.
func (o *oracle) act(t *thread) {
	if t.step == len(t.hook.actions) {
		o.end(t)
		return
	}
	a := t.hook.actions[t.step]
	t.step++
	switch a.kind {
	case doSleep:
		t.wake += a.sleep
	case doAdd:
		o.push(a.hook)
	case doStop:
		o.stop(t, a.hook)
	case doPanic, doExit, doGoexit:
		o.break_(t, a.kind)
	}
}

func (o *oracle) stop(t *thread, h *scriptHook) {
	i := slices.Index(o.pending, h)
	if i >= 0 {
		o.pending = slices.Delete(o.pending, i, i+1)
	}
	o.note("%s stops %s: %v", t.hook.name, h.name, i >= 0 && o.wants(h))
}

// break_ ends a hook that does not return.
func (o *oracle) break_(t *thread, kind actionKind) {
	late := o.current != t
	what := map[actionKind]Outcome{doPanic: Panicked, doExit: Exited, doGoexit: Goexited}[kind]
	switch {
	case late && kind == doPanic:
		o.note("%s failed: %s %s, abandoned", t.hook.name, Panicked, t.hook.name)
	case late && kind == doExit:
		o.late++
	case !late && kind == doPanic:
		o.fail(what)
		o.note("%s failed: %s %s", t.hook.name, what, t.hook.name)
	case !late:
		o.fail(what)
		o.note("%s failed: %s <nil>", t.hook.name, what)
		o.hold()
	}
	o.end(t)
}
