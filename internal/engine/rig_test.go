// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package engine

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/exithook/exithook/internal/link"
)

// A rig is an engine whose Host writes down what it is asked for. It runs in a
// synctest bubble, so its clock is not that of the wall.
type rig struct {
	*Engine
	t    *testing.T
	over chan struct{} // closed at the end of the test, to free what is parked

	spawn func(name string, f func()) // go f()
	sleep func(time.Duration)
	look  func(f func()) // f(), which only looks at the engine

	signalled atomic.Bool // a signal has come

	mu     sync.Mutex
	log    []string
	parked int
}

// bubble runs f with a rig.
func bubble(t *testing.T, f func(*rig)) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		r := &rig{t: t, over: make(chan struct{}), sleep: time.Sleep}
		r.spawn = func(_ string, f func()) { go f() }
		r.look = func(f func()) { f() }
		r.Engine = &Engine{Timeout: time.Minute, Host: Host{
			Goid:     link.Goid,
			Park:     r.park,
			Now:      func() time.Duration { return time.Since(began) },
			Keep:     func() bool { return true },
			Describe: given,
			Channel:  func() chan struct{} { return make(chan struct{}) },
			// The tests of this package have no panic(nil) that recover does not see.
			PanickedNil: func() bool { return false },
			After: func(d time.Duration, id uint64) func() {
				timer := time.AfterFunc(d, func() { r.Alarm(id) })
				return func() { timer.Stop() }
			},
			Failed: func(f *Failure) {
				late := ""
				if f.Abandoned {
					late = ", abandoned"
				}
				r.note("%s failed: %s %v%s", name(f.Hook), f.Outcome, f.Panic, late)
			},
			Expired:   r.expired,
			Fatal:     func(o Outcome, e *End) { r.note("fatal: %s, code %d", o, e.Code); r.park() },
			Uncrashed: func(e *End) { r.note("uncrashed: %v", e.Info); r.park() },
		}}
		defer time.Sleep(10000 * time.Hour) // all hooks that sleep come back
		defer close(r.over)
		f(r)
	})
}

// given is a Describe that knows no more than what was asked for.
func given(e *End, _ bool) any { return e.Info }

func (r *rig) park() {
	r.mu.Lock()
	r.parked++
	r.mu.Unlock()
	<-r.over
	runtime.Goexit()
}

func (r *rig) expired(x *Expiry) {
	var pending []string
	for _, h := range x.Pending {
		pending = append(pending, name(h))
	}
	r.note("expired after %v: running %s, pending %s, %d late", x.Timeout, name(x.Running), pending, len(r.Late()))
}

func name(h *Hook) string {
	if h == nil {
		return ""
	}
	return h.Details().Name
}

func (r *rig) note(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.log = append(r.log, fmt.Sprintf(format, args...))
}

// A Spec is a hook that is to be added.
type Spec struct {
	F            func()
	RunOnFailure bool
	Name         string
	Timeout      time.Duration
}

// register registers a hook that is specified.
func (e *Engine) register(s *Spec) *Hook {
	return e.Add(s.F, s.RunOnFailure, Details{Extra: Extra{Name: s.Name, Timeout: s.Timeout}})
}

// add registers a hook that notes its name and then runs the given functions.
func (r *rig) add(name string, do ...func()) *Hook {
	return r.addHook(&Spec{RunOnFailure: true}, name, do...)
}

func (r *rig) addHook(s *Spec, name string, do ...func()) *Hook {
	s.Name = name
	s.F = func() {
		r.note("%s", name)
		for _, f := range do {
			f()
		}
	}
	return r.register(s)
}

// end asks for an end on a goroutine of its own, and notes if it is granted.
func (r *rig) end(e End) {
	go func() {
		r.endHere(e)
		r.note("ended %d", e.Code)
	}()
	synctest.Wait()
}

// endHere asks for an end on this goroutine.
func (r *rig) endHere(e End) {
	e.Goid = link.Goid()
	e.Info = e.Code
	r.Run(&e)
}

// want checks the log so far, and how many goroutines are parked.
func (r *rig) want(parked int, log ...string) {
	r.t.Helper()
	r.check(parked, slices.Equal[[]string], log)
}

// same is want for entries whose order is left to chance.
func (r *rig) same(parked int, log ...string) {
	r.t.Helper()
	r.check(parked, func(got, want []string) bool {
		return slices.Equal(slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want)))
	}, log)
}

func (r *rig) check(parked int, equal func(got, want []string) bool, log []string) {
	r.t.Helper()
	synctest.Wait()
	r.mu.Lock()
	defer r.mu.Unlock()
	if !equal(r.log, log) {
		r.t.Errorf("log\n\t%s\nwant\n\t%s", strings.Join(r.log, "\n\t"), strings.Join(log, "\n\t"))
	}
	if r.parked != parked {
		r.t.Errorf("%d goroutines are parked, want %d", r.parked, parked)
	}
}
