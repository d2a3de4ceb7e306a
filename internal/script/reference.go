// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package script

import (
	"fmt"
	"math"
	"slices"
	"time"
)

// A Reference says which logs of a script are allowed. It has all that goes on in
// a program as threads, each with a list of what it does next, and tries every
// order in which that can happen, until one writes the log.
type Reference struct {
	// Slack is how late something may happen: whatever is due within this time
	// after the first thing that is due may come before it. With 0, clocks are
	// exact, and only the order of what happens at the same time is open.
	Slack time.Duration
	// Cut says that the log ends when the program does. Otherwise it has
	// everything that goes on afterwards.
	Cut bool
	// Quiet says that the log does not have the lines of Late.
	Quiet bool
	// Covered says that the runtime runs the hooks on panics, so that nothing
	// happens on one that is recovered.
	Covered bool
}

// Any is a Slack with which the order of everything is open that takes less
// than an hour.
const Any = time.Hour - 1

// Check returns an error if the log is not allowed.
func (r Reference) Check(s *Script, log []string) error {
	c := &checker{Reference: r, log: log, seen: map[string]bool{}}
	st := &state{timeout: s.Timeout, current: none, granted: none, all: never, uncrash: never}
	st.threads = []thread{{who: "main", ops: c.ops("main", false, append(slices.Clone(s.Main), Action{Kind: Exit}))}}
	if c.search(st) {
		return nil
	}
	if c.best < len(log) {
		return fmt.Errorf("line %d of the log is not allowed: %q", c.best+1, log[c.best])
	}
	return fmt.Errorf("the log is not complete: more must follow its last line")
}

type checker struct {
	Reference
	log  []string
	best int             // as many lines have been explained
	seen map[string]bool // states from which no order writes the rest of the log
}

// An op is one step of a thread.
type op struct {
	kind   opKind
	action *Action
	label  string // of emit and emitEnd: the line
}

type opKind int

const (
	emit     opKind = iota // write a line of the log
	emitEnd                // the same, and it is the last that the program does
	doAct                  // an action
	doKnow                 // the hook has been added as far as others know
	doSignal               // the signal has come
	doArrive               // want to end the program
	doEnd                  // the same, once the Run that goes on is over
	doReturn               // the hook returns
	goOn                   // the run was this thread's, and is over
	doLeave                // leave for the end of the process
	doCrash                // crash as soon as the hooks have run
	doNext                 // start the next hook
	doOver                 // the deadline for all has been reported
)

// A thread is a goroutine, a hook, or a part of a run that takes place by itself.
type thread struct {
	who   string
	hook  *Hook
	ops   []op
	at    time.Duration // when the first of them takes place
	limit time.Duration // the deadline of the hook
}

type phase int

const (
	open phase = iota
	running
	sealed // the deadline for all has passed
	over
	left
)

const (
	none  = -1
	never = time.Duration(math.MaxInt64)
)

// A state is one of the program.
type state struct {
	pos     int // in the log
	now     time.Duration
	phase   phase
	timeout time.Duration
	began   time.Duration
	all     time.Duration // when the deadline for all hooks passes
	armed   bool          // that is set
	threads []thread
	pending []*Hook // the last one is the next
	known   []*Hook // those that can be stopped, because Add has returned
	current int     // the thread of the running hook
	ender   int     // the thread of the first end
	kind    Kind    // how it ends the program
	code    int
	held    bool          // a hook keeps the goroutine of the ender
	failed  string        // of the first hook that did
	granted int           // the thread that goes on because the run is over
	late    bool          // there was an end that came too late, and does not go on
	crash   string        // who is going to crash the program, or was
	uncrash time.Duration // when the program dies of a panic that was recovered
	rung    bool          // that has been so
	signal  bool          // one has come
	ended   bool
}

func (st *state) clone() *state {
	c := *st
	c.threads = slices.Clone(st.threads)
	c.pending = slices.Clone(st.pending)
	c.known = slices.Clone(st.known)
	return &c
}

// search reports whether there is an order that writes the rest of the log.
func (c *checker) search(st *state) bool {
	for {
		c.emitAll(st)
		if c.Cut && st.ended && st.pos == len(c.log) {
			return true
		}
		due := c.due(st)
		if len(due) == 0 {
			return st.pos == len(c.log) && st.ended && !st.owes()
		}
		if len(due) > 1 {
			return c.branch(st, due)
		}
		st.take(c, due[0])
	}
}

func (c *checker) branch(st *state, due []event) bool {
	key := st.key()
	if c.seen[key] {
		return false
	}
	for _, e := range due {
		next := st.clone()
		next.take(c, e)
		if c.search(next) {
			return true
		}
	}
	c.seen[key] = true
	return false
}

// emitAll writes lines while they are the next of the log. No two threads ever
// have the same line to write, and to write it changes nothing else, so there is
// no reason to do that later.
func (c *checker) emitAll(st *state) {
	for i := 0; i < len(st.threads) && st.pos < len(c.log); {
		t := &st.threads[i]
		if len(t.ops) == 0 || t.ops[0].kind > emitEnd || t.ops[0].label != c.log[st.pos] {
			i++
			continue
		}
		st.ended = st.ended || t.ops[0].kind == emitEnd
		t.ops = t.ops[1:]
		t.at = max(t.at, st.now)
		st.pos++
		c.best = max(c.best, st.pos)
		i = 0
	}
}

// owes reports whether there is a line left to write.
func (st *state) owes() bool {
	return slices.ContainsFunc(st.threads, func(t thread) bool { return len(t.ops) > 0 && t.ops[0].kind <= emitEnd })
}

// An event is something that can happen: a step of a thread, or an alarm.
type event struct {
	at     time.Duration
	thread int // or one of the alarms
}

const (
	hookAlarm = -1 - iota
	allAlarm
	crashAlarm
)

// due returns what may happen next.
func (c *checker) due(st *state) []event {
	var list []event
	first := never
	for i := range st.threads {
		t := &st.threads[i]
		if len(t.ops) == 0 {
			continue
		}
		at := max(t.at, st.now)
		if t.ops[0].kind <= emitEnd {
			first = min(first, at) // it does not come to that
			continue
		}
		if st.can(i, t.ops[0]) {
			list = append(list, event{at, i})
		}
	}
	if st.current != none {
		if limit := st.threads[st.current].limit; limit != never {
			list = append(list, event{max(limit, st.now), hookAlarm})
		}
	}
	if st.phase == running && st.all != never {
		list = append(list, event{max(st.all, st.now), allAlarm})
	}
	if st.uncrash != never {
		list = append(list, event{max(st.uncrash, st.now), crashAlarm})
	}
	for _, e := range list {
		first = min(first, e.at)
	}
	return slices.DeleteFunc(list, func(e event) bool { return e.at-first > c.Slack })
}

// can reports whether the thread need not wait.
func (st *state) can(i int, o op) bool {
	switch o.kind {
	case doEnd:
		return !st.mustWait()
	case goOn:
		return st.granted == i
	case doCrash:
		return st.phase >= over
	}
	return true
}

// key tells states from each other.
func (st *state) key() string {
	b := make([]byte, 0, 256)
	num := func(n int) { b = append(b, byte(n), byte(n>>8)) }
	long := func(d time.Duration) { num(int(d)); num(int(d >> 16)); num(int(d >> 32)); num(int(d >> 48)) }
	flag := func(f bool) {
		if f {
			num(1)
		} else {
			num(0)
		}
	}
	num(st.pos)
	num(int(st.phase))
	num(st.current)
	num(st.ender)
	num(st.granted)
	num(st.code)
	num(int(st.kind))
	flag(st.held)
	flag(st.late)
	flag(st.ended)
	flag(st.armed)
	flag(st.rung)
	flag(st.signal)
	b = append(b, st.failed...)
	b = append(b, st.crash...)
	for _, d := range []time.Duration{st.now, st.timeout, st.began, st.all, st.uncrash} {
		long(d)
	}
	for _, hooks := range [][]*Hook{st.pending, st.known} {
		num(len(hooks))
		for _, h := range hooks {
			b = append(b, h.Name...)
		}
	}
	for _, t := range st.threads {
		b = append(b, t.who...)
		num(len(t.ops))
		long(t.at)
		long(t.limit)
		if len(t.ops) > 0 {
			num(int(t.ops[0].kind))
			b = append(b, t.ops[0].label...)
		}
	}
	return string(b)
}

// ops returns what a thread, which may be a hook, does for a list of actions, and then.
func (c *checker) ops(who string, hook bool, actions []Action, then ...op) []op {
	var ops []op
	for i := range actions {
		a := &actions[i]
		kind := doAct
		switch a.Kind {
		case Exit, Run, Panic, Recover:
			kind = doArrive
		case Yield:
			continue
		}
		step := op{kind: kind, action: a}
		if a.Kind == Recover && (hook || c.Covered) {
			step = recovers(who)
		}
		ops = append(ops, op{kind: emit, label: begins(who, *a)}, step)
	}
	return append(ops, then...)
}

func recovers(who string) op { return op{kind: emit, label: who + " recovers"} }

// during returns for how long something lasts where only the hours count.
func (c *checker) during(d time.Duration) time.Duration {
	if c.Slack > 0 && d < time.Hour {
		return 0
	}
	return d
}
