// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package engine

import (
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/exithook/exithook/internal/link"
)

const (
	stressers = 8   // goroutines, half of which end the program
	hooksEach = 100 // that each of them adds
)

// A stress is an engine on which many goroutines add, stop and end, without the
// clock and the one processor of a bubble.
type stress struct {
	Engine
	t      *testing.T
	fails  bool          // some hooks do
	over   chan struct{} // closed at the end of the test, to free what is parked
	ended  chan any      // the Info of what ended the program
	quiet  chan bool     // a stresser is done, or parked
	ours   sync.Map      // the goroutines of the stressers
	all    [stressers]stresser
	enders atomic.Int32 // how many are about to end the program
	inHook atomic.Int32
	seen   [stressers]int32 // what was added when the last hook returned
}

type stresser struct {
	added atomic.Int32 // as many Adds have returned
	hooks [hooksEach]stressHook
}

type stressHook struct {
	hook     *Hook // once it was added
	runs     atomic.Int32
	stopping atomic.Bool // Stop has been called
	stopped  atomic.Bool // and was true
}

// TestStress is most useful with the race detector.
func TestStress(t *testing.T) {
	rounds := 2000
	if testing.Short() {
		rounds = 150
	}
	for i := range rounds {
		s := &stress{t: t, fails: i%4 == 3, over: make(chan struct{}), ended: make(chan any, 10), quiet: make(chan bool, stressers)}
		s.round()
		if t.Failed() {
			t.Fatalf("in round %d", i)
		}
	}
}

func (s *stress) round() {
	began := time.Now()
	s.Host = Host{
		Goid: link.Goid,
		Park: s.park,
		Now:  func() time.Duration { return time.Since(began) },
		After: func(d time.Duration, id uint64) func() {
			timer := time.AfterFunc(d, func() { s.Alarm(id) })
			return func() { timer.Stop() }
		},
		Channel:     func() chan struct{} { return make(chan struct{}) },
		PanickedNil: func() bool { return false },
		Keep:        func() bool { return false },
		Describe:    given,
		Failed:      func(*Failure) {},
		Expired:     func(*Expiry) { s.t.Error("expired") },
		Fatal: func(o Outcome, e *End) {
			if !s.fails {
				s.t.Errorf("fatal: %v", o)
			}
			s.ended <- e.Info
			s.park()
		},
		Uncrashed: func(*End) { s.t.Error("uncrashed") },
	}
	for i := range s.all {
		go s.stress(i)
	}
	first := <-s.ended
	for range s.all {
		<-s.quiet
	}
	s.check(first)
	close(s.over)
}

func (s *stress) park() {
	if _, ours := s.ours.Load(link.Goid()); ours {
		s.quiet <- true
	}
	<-s.over
	runtime.Goexit()
}

// stress adds hooks, stops some, and then ends the program or not.
func (s *stress) stress(me int) {
	id := link.Goid()
	s.ours.Store(id, true)
	for i := range hooksEach {
		s.add(me, i)
		if rand.IntN(8) == 0 {
			runtime.Gosched()
		}
		if victim := rand.IntN(hooksEach); victim%4 == 0 {
			s.stop(rand.IntN(stressers), victim)
		}
		if me == 0 && i%30 == 0 {
			s.end(&End{Goid: id, Returns: true, Info: "run"})
		}
	}
	if me%2 == 0 {
		s.meet()
		s.end(&End{Goid: id, Code: me, Info: me})
		s.Leave()
		s.ended <- me
	}
	s.quiet <- true
}

// meet waits for the others that are to end the program, as far as they still can.
func (s *stress) meet() {
	s.enders.Add(1)
	for i := 0; i < 1000 && s.enders.Load() < stressers/2; i++ {
		runtime.Gosched()
	}
}

func (s *stress) end(e *End) {
	s.Arrive(&End{Goid: e.Goid, Info: e.Info})
	s.Run(e)
}

func (s *stress) add(me, i int) {
	h := &s.all[me].hooks[i]
	h.hook = s.register(&Spec{RunOnFailure: true, F: func() { s.hook(me, i) }})
	s.all[me].added.Add(1)
}

func (s *stress) stop(whose, i int) {
	if int(s.all[whose].added.Load()) <= i {
		return // not to be touched yet
	}
	h := &s.all[whose].hooks[i]
	h.stopping.Store(true)
	if s.Stop(h.hook) {
		h.stopped.Store(true)
	}
}

// hook is what a hook does.
func (s *stress) hook(me, i int) {
	if s.inHook.Add(1) != 1 {
		s.t.Error("two hooks at once")
	}
	s.all[me].hooks[i].runs.Add(1)
	for n := i + 1; n < int(s.seen[me]); n++ {
		if h := &s.all[me].hooks[n]; h.runs.Load() == 0 && !h.stopping.Load() {
			s.t.Errorf("hook %d of %d runs before its hook %d, which was added later", i, me, n)
		}
	}
	for g := range s.all {
		s.seen[g] = s.all[g].added.Load()
	}
	s.inHook.Add(-1)
	if s.fails && i == hooksEach-1 {
		s.fail(me)
	}
}

func (s *stress) fail(how int) {
	switch how % 3 {
	case 0:
		panic("hook")
	case 1:
		runtime.Goexit()
	case 2:
		s.end(&End{Goid: link.Goid()})
	}
}

// check checks what is left when the program has ended.
func (s *stress) check(first any) {
	for g := range s.all {
		for i := range s.all[g].added.Load() {
			h := &s.all[g].hooks[i]
			if runs, stopped := h.runs.Load(), h.stopped.Load(); runs > 1 || (runs == 1) == stopped {
				s.t.Errorf("hook %d of %d ran %d times; stopped: %v", i, g, runs, stopped)
			}
		}
	}
	if e := s.End(); e == nil || e.Info != first {
		s.t.Errorf("End %v, but %v ended the program", e, first)
	}
	if n := len(s.ended); n > 0 {
		s.t.Errorf("%d ends go on after the first", n)
	}
}
