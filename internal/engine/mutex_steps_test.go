// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build exithook_steps

package engine

import (
	"cmp"
	"slices"
	"sync"
	"testing/synctest"
	"time"

	"github.com/exithook/exithook/internal/link"
)

// A mutex has the goroutines of a scheduler wait for their turn before each
// critical section.
type mutex struct{ mu sync.Mutex }

func (m *mutex) Lock() {
	if s := stepping; s != nil {
		s.step()
	}
	m.mu.Lock()
}

func (m *mutex) Unlock() { m.mu.Unlock() }

// stepping is the scheduler of the schedule that is tried, if any.
var stepping *scheduler

// A scheduler lets the goroutines of a rig run one at a time, from one step to the
// next. Steps are the critical sections of the engine and the functions of its Host
// that report or end something. Alarms ring when the scheduler says so.
type scheduler struct {
	mu      sync.Mutex
	names   map[uint64]string // of the goroutines
	choices []*choice         // those that wait for their turn
	blocked []*choice         // those that wait for the others to be done
}

// A choice is a goroutine that waits for its turn, or an alarm.
type choice struct {
	name string
	turn func()
}

// control has a scheduler decide what goes on in a rig.
func control(r *rig) *scheduler {
	s := &scheduler{names: map[uint64]string{}}
	r.spawn = s.spawn
	r.sleep = s.sleep
	r.look = s.look
	h := &r.Host
	h.After = s.after(r.Alarm)
	h.Failed = before(s.step, h.Failed)
	h.Expired = before(s.step, h.Expired)
	h.Uncrashed = before(s.step, h.Uncrashed)
	fatal := h.Fatal
	h.Fatal = func(o Outcome, e *End) {
		s.step()
		fatal(o, e)
	}
	return s
}

func before[T any](first func(), f func(T)) func(T) {
	return func(v T) {
		first()
		f(v)
	}
}

// step has the goroutine wait for its turn. The others of the test are let through.
func (s *scheduler) step() { s.wait(&s.choices) }

// sleep is a step. That of an hour comes when nothing else is left.
func (s *scheduler) sleep(d time.Duration) {
	if d < time.Hour {
		s.step()
	} else {
		s.wait(&s.blocked)
	}
}

func (s *scheduler) wait(list *[]*choice) {
	s.mu.Lock()
	name := s.names[link.Goid()]
	s.mu.Unlock()
	if name != "" {
		turn := make(chan bool)
		s.offer(list, &choice{name, func() { close(turn) }})
		<-turn
	}
}

// look calls f without steps. What it looks at does not change meanwhile.
func (s *scheduler) look(f func()) {
	name := s.name("")
	f()
	s.name(name)
}

// name gives the goroutine a name, and returns the one that it had.
func (s *scheduler) name(name string) (old string) {
	id := link.Goid()
	s.mu.Lock()
	defer s.mu.Unlock()
	old, s.names[id] = s.names[id], name
	return old
}

// offer adds a choice. They are sorted, so that a schedule can be repeated.
func (s *scheduler) offer(list *[]*choice, c *choice) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i, _ := slices.BinarySearchFunc(*list, c.name, func(c *choice, name string) int { return cmp.Compare(c.name, name) })
	*list = slices.Insert(*list, i, c)
}

// spawn starts a goroutine when it has its turn.
func (s *scheduler) spawn(name string, f func()) { s.offer(&s.choices, s.goroutine(name, f)) }

func (s *scheduler) goroutine(name string, f func()) *choice {
	return &choice{name, func() {
		go func() {
			s.name(name)
			f()
		}()
	}}
}

// after returns a Host's After.
func (s *scheduler) after(alarm func(id uint64)) func(time.Duration, uint64) func() {
	return func(_ time.Duration, id uint64) func() {
		c := s.goroutine("alarm "+string(rune('a'+id)), func() { alarm(id) })
		s.offer(&s.choices, c)
		return func() { s.withdraw(c) }
	}
}

func (s *scheduler) withdraw(c *choice) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.choices = slices.DeleteFunc(s.choices, func(d *choice) bool { return c == d })
}

// A turn is a choice that was made: which one, of how many.
type turn struct{ n, of int }

// run makes choices as long as there are any: first the given ones, and then those
// of choose, which gets their number. It returns all of them.
func (s *scheduler) run(turns []turn, choose func(int) int) []turn {
	for i := 0; ; i++ {
		synctest.Wait()
		if len(s.choices) == 0 {
			s.choices, s.blocked = s.blocked, nil
		}
		n := len(s.choices)
		if n == 0 {
			return turns
		}
		if i == len(turns) {
			turns = append(turns, turn{choose(n), n})
		} else if turns[i].of != n {
			panic("the schedule cannot be repeated")
		}
		c := s.choices[turns[i].n]
		s.withdraw(c)
		c.turn()
	}
}

func first(int) int { return 0 }

// following returns the schedule that comes after one, nil if that was the last.
func following(turns []turn) []turn {
	for i := len(turns) - 1; i >= 0; i-- {
		if t := &turns[i]; t.n+1 < t.of {
			t.n++
			return turns[:i+1]
		}
	}
	return nil
}
