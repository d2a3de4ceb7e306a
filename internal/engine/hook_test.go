// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package engine

import (
	"runtime"
	"testing"
)

func TestOrder(t *testing.T) {
	bubble(t, func(r *rig) {
		r.add("A")
		r.add("B")
		r.add("C")
		r.end(End{})
		r.want(0, "C", "B", "A", "ended 0")
	})
}

func TestNoHooks(t *testing.T) {
	bubble(t, func(r *rig) {
		r.end(End{Code: 3})
		r.want(0, "ended 3")
	})
}

func TestSuccessOnlyHooksAreSkippedOnFailure(t *testing.T) {
	for code, want := range map[int][]string{
		0: {"C", "B", "A", "ended 0"},
		7: {"B", "ended 7"},
	} {
		bubble(t, func(r *rig) {
			r.addHook(&Hook{}, "A")
			r.add("B")
			r.addHook(&Hook{}, "C")
			r.end(End{Code: code})
			r.want(0, want...)
		})
	}
}

func TestAddInHookRunsNext(t *testing.T) {
	bubble(t, func(r *rig) {
		r.add("A")
		r.add("B", func() {
			r.add("D", func() { r.add("E") })
		})
		r.add("C")
		r.end(End{})
		r.want(0, "C", "B", "D", "E", "A", "ended 0")
	})
}

func TestAddInLastHookRuns(t *testing.T) {
	bubble(t, func(r *rig) {
		r.add("A", func() { r.add("B") })
		r.end(End{})
		r.want(0, "A", "B", "ended 0")
	})
}

func TestAddAfterTheLastHookNeverReturns(t *testing.T) {
	bubble(t, func(r *rig) {
		r.add("A")
		r.end(End{})
		go func() {
			r.add("B")
			r.note("Add returned")
		}()
		r.want(1, "A", "ended 0")
	})
}

func TestStop(t *testing.T) {
	bubble(t, func(r *rig) {
		a := r.add("A")
		b := r.add("B")
		c := r.add("C")
		for _, h := range []*Hook{b, c, a} {
			if !r.Stop(h) {
				t.Error("Stop of a pending hook = false")
			}
			if r.Stop(h) {
				t.Error("second Stop = true")
			}
		}
		if r.Stop(&Hook{}) {
			t.Error("Stop of a hook that was not added = true")
		}
		r.add("D")
		r.end(End{})
		r.want(0, "D", "ended 0")
		if r.Stop(a) {
			t.Error("Stop after the end = true")
		}
	})
}

func TestStopInHook(t *testing.T) {
	bubble(t, func(r *rig) {
		a := r.add("A")
		var self *Hook
		self = r.add("B", func() {
			if !r.Stop(a) {
				t.Error("Stop of a pending hook in a hook = false")
			}
			if r.Stop(self) {
				t.Error("Stop of the running hook = true")
			}
		})
		done := r.add("C")
		r.add("D", func() { r.add("E") })
		r.end(End{})
		if r.Stop(done) {
			t.Error("Stop of a hook that has run = true")
		}
		r.want(0, "D", "E", "C", "B", "ended 0")
	})
}

// Stop says that it kept a hook from running, so it must not say so of one
// that would have been skipped.
func TestStopOfSkippedHook(t *testing.T) {
	bubble(t, func(r *rig) {
		skipped := r.addHook(&Hook{}, "A")
		r.add("B", func() {
			if r.Stop(skipped) {
				t.Error("Stop of a hook that is skipped = true")
			}
		})
		r.end(End{Code: 1})
		r.want(0, "B", "ended 1")
	})
}

func TestStopOfCopy(t *testing.T) {
	bubble(t, func(r *rig) {
		r.add("A")
		b := r.add("B")
		c := r.add("C")
		for _, h := range []Hook{*b, *c} {
			if r.Stop(&h) {
				t.Error("Stop of a copy = true")
			}
		}
		r.end(End{})
		r.want(0, "C", "B", "A", "ended 0")
	})
}

// One allocation for the Hook is the caller's; the engine makes none.
func TestCosts(t *testing.T) {
	e := &Engine{}
	for _, live := range []int{0, 1000, 100000} {
		for range live {
			e.Add(&Hook{})
		}
		var h Hook
		if n := testing.AllocsPerRun(1000, func() { e.Add(&h); e.Stop(&h) }); n != 0 {
			t.Errorf("Add and Stop with %d live hooks: %v allocations", live, n)
		}
	}
}

func TestRunAllocatesNothingForEachHook(t *testing.T) {
	bubble(t, func(r *rig) {
		hooks := make([]Hook, 10000)
		nothing := func() {}
		allocs := func(n int) uint64 {
			for i := range hooks[:n] {
				hooks[i] = Hook{F: nothing}
				r.Add(&hooks[i])
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			r.Run(&End{Goid: 1, Returns: true}, func(bool) any { return nil })
			runtime.ReadMemStats(&after)
			return after.Mallocs - before.Mallocs
		}
		allocs(1)
		few, many := allocs(1), allocs(len(hooks))
		if many > few+100 { // the runtime allocates a little now and then
			t.Errorf("a run of 1 hook allocates %d times, of %d hooks %d times", few, len(hooks), many)
		}
	})
}
