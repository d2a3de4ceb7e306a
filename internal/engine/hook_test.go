// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package engine

import "testing"

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
			r.addHook(&Spec{}, "A")
			r.add("B")
			r.addHook(&Spec{}, "C")
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
		skipped := r.addHook(&Spec{}, "A")
		r.add("B", func() {
			if r.Stop(skipped) {
				t.Error("Stop of a hook that is skipped = true")
			}
		})
		r.end(End{Code: 1})
		r.want(0, "B", "ended 1")
	})
}

// A copy of a hook stands for the hook.
func TestStopOfCopy(t *testing.T) {
	bubble(t, func(r *rig) {
		r.add("A")
		b := *r.add("B")
		c := *r.add("C")
		if !r.Stop(&b) || r.Stop(&b) {
			t.Error("Stop of a copy did not return true, then false")
		}
		r.end(End{})
		r.want(0, "C", "A", "ended 0")
		if r.Stop(&c) {
			t.Error("Stop of a copy of a hook that has run = true")
		}
	})
}
