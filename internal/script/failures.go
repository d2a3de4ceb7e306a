// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package script

import (
	"slices"
	"time"
)

// This file has the rules for hooks that do not return, and for panics.

// The ways in which a hook fails, as the fatal error has them.
const (
	Panicked = "exit hook invoked panic"
	Exits    = "exit hook invoked exit"
	Goexits  = "exit hook invoked Goexit"
	Overruns = "exit hook did not return"
)

// Abandoned is added for a hook that had overrun its deadline before.
const Abandoned = ", abandoned before"

// grace is how long an end waits for a panic that ran the hooks to crash the
// program.
const grace = time.Second

func (st *state) note(what string) {
	if st.failed == "" {
		st.failed = what
	}
}

// fail is a hook that does not return.
func (st *state) fail(i int, what string) {
	t := &st.threads[i]
	if st.current != i {
		if what == Panicked {
			t.ops = []op{{kind: emit, label: Failed(t.who, what+Abandoned)}}
		}
		return
	}
	st.note(what)
	st.current = none
	st.held = st.held || what != Panicked
	t.ops = []op{{kind: emit, label: Failed(t.who, what)}, {kind: doNext}}
}

// overrun is a hook that is abandoned.
func (st *state) overrun() {
	st.note(Overruns)
	st.held = true
	st.spawn(op{kind: emit, label: Failed(st.threads[st.current].who, Overruns)}, op{kind: doNext})
	st.current = none
}

// expire is the end of a run that is too long.
func (st *state) expire() {
	running, crash := "none", ""
	if st.current != none {
		running = st.threads[st.current].who
	}
	if st.isCrash() {
		crash = st.threads[st.ender].who
	}
	var pending []string
	for _, h := range slices.Backward(st.pending) {
		if st.wants(h) {
			pending = append(pending, h.Name)
		}
	}
	st.note(Overruns)
	st.phase, st.pending, st.current, st.held = sealed, nil, none, true
	st.spawn(op{kind: emit, label: Expired(running, pending)}, op{kind: doOver}, op{kind: doLeave},
		op{kind: emitEnd, label: Fatal(st.failed, crash)})
}

// leave is the last step before the end of the process, unless a panic is to end it.
func (st *state) leave(t *thread) {
	if st.phase == over && st.crash != "" {
		st.awaitCrash("")
		t.ops = nil
		return
	}
	st.phase = left
}

// goAndCrash is a panic that goes on, unless the process is about to be ended.
func (st *state) goAndCrash(t *thread, a *Action) {
	switch {
	case st.phase == left:
		t.ops = nil
	case a.Kind == Panic:
		t.ops = []op{{kind: emitEnd, label: Crashed(t.who)}}
	default:
		t.first(recovers(t.who))
	}
}

// awaitCrash ends the program in the place of a panic that was recovered, because
// another end was asked for.
func (st *state) awaitCrash(who string) {
	if st.uncrash != never || st.rung {
		return
	}
	if st.uncrash = st.now + grace; who == st.crash {
		st.uncrash = st.now
	}
}
