// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package engine

import (
	"testing"
	"time"
)

func sleep(d time.Duration) func() { return func() { time.Sleep(d) } }

func TestOverrun(t *testing.T) {
	bubble(t, func(r *rig) {
		r.add("A")
		r.addHook(&Spec{RunOnFailure: true, Timeout: time.Second}, "B", sleep(3*time.Second), func() { r.note("B is back") })
		r.add("C", sleep(time.Second))
		r.addHook(&Spec{RunOnFailure: true, Timeout: time.Second}, "D", sleep(time.Second-1))
		r.end(End{Code: 6})
		time.Sleep(10 * time.Second)
		// Parked: the goroutine of B, and that of Fatal.
		r.want(2, "D", "C", "B", "B failed: exit hook did not return <nil>", "A",
			"fatal: exit hook did not return, code 6", "B is back")
	})
}

// Abandoned hooks that come back while others run must not go on with the run.
func TestOverrunComesBack(t *testing.T) {
	for name, back := range map[string]func(*rig){
		"return": func(r *rig) {},
		"exit":   func(r *rig) { r.endHere(End{}) },
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(r *rig) {
				r.add("A")
				r.add("B", sleep(5*time.Second))
				r.addHook(&Spec{RunOnFailure: true, Timeout: time.Second}, "C", sleep(2*time.Second), func() { back(r) })
				r.end(End{})
				time.Sleep(4 * time.Second)
				r.want(1, "C", "C failed: exit hook did not return <nil>", "B")
				time.Sleep(10 * time.Second)
				r.want(2, "C", "C failed: exit hook did not return <nil>", "B", "A", "fatal: exit hook did not return, code 0")
			})
		})
	}
}

func TestOverrunPanicsLater(t *testing.T) {
	bubble(t, func(r *rig) {
		r.add("A", sleep(5*time.Second))
		r.addHook(&Spec{RunOnFailure: true, Timeout: time.Second}, "B", sleep(2*time.Second), func() { panic("late") })
		r.end(End{})
		time.Sleep(10 * time.Second)
		r.want(2, "B", "B failed: exit hook did not return <nil>", "A",
			"B failed: exit hook invoked panic late, abandoned", "fatal: exit hook did not return, code 0")
	})
}

func TestSeveralOverrun(t *testing.T) {
	bubble(t, func(r *rig) {
		for _, name := range []string{"A", "B", "C"} {
			r.addHook(&Spec{RunOnFailure: true, Timeout: time.Second}, name, func() { <-r.over })
		}
		r.end(End{})
		time.Sleep(10 * time.Second)
		r.want(1, "C", "C failed: exit hook did not return <nil>", "B", "B failed: exit hook did not return <nil>",
			"A", "A failed: exit hook did not return <nil>", "fatal: exit hook did not return, code 0")
	})
}

func TestExpiry(t *testing.T) {
	bubble(t, func(r *rig) {
		r.SetTimeout(10 * time.Second)
		r.add("A")
		r.addHook(&Spec{}, "skipped")
		r.add("B")
		r.add("C", sleep(20*time.Second), func() { r.note("C is back") })
		r.add("D", sleep(time.Second))
		r.end(End{Code: 1})
		r.end(End{Code: 3})
		time.Sleep(10*time.Second - 1)
		r.want(1, "D", "C")
		time.Sleep(time.Nanosecond)
		r.want(2, "D", "C", "expired after 10s: running C, pending [B A], 1 late", "fatal: exit hook did not return, code 1")
		time.Sleep(time.Minute)
		r.want(3, "D", "C", "expired after 10s: running C, pending [B A], 1 late", "fatal: exit hook did not return, code 1", "C is back")
	})
}

func TestNoTimeout(t *testing.T) {
	bubble(t, func(r *rig) {
		r.SetTimeout(0)
		r.add("A", sleep(1000*time.Hour))
		r.end(End{})
		time.Sleep(2000 * time.Hour)
		r.want(0, "A", "ended 0")
	})
}

func TestSetTimeoutDuringTheRun(t *testing.T) {
	for name, test := range map[string]struct {
		set  time.Duration
		want []string
	}{
		"longer":  {time.Hour, []string{"B", "A", "ended 0"}},
		"none":    {0, []string{"B", "A", "ended 0"}},
		"shorter": {30 * time.Second, []string{"B", "A", "expired after 30s: running A, pending [], 0 late", "fatal: exit hook did not return, code 0"}},
		"passed":  {time.Second, []string{"B", "expired after 1s: running B, pending [A], 0 late", "fatal: exit hook did not return, code 0"}},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(r *rig) {
				r.add("A", sleep(50*time.Second))
				r.add("B", sleep(20*time.Second), func() { r.SetTimeout(test.set) }, sleep(time.Millisecond))
				r.end(End{})
				time.Sleep(69 * time.Second)
				time.Sleep(2 * time.Second)
				parked := 0
				if test.set == 30*time.Second || test.set == time.Second {
					parked = 2 // Fatal, and the goroutine of the hook
				}
				r.want(parked, test.want...)
			})
		})
	}
}

// The deadline of a run must not outlive it.
func TestDeadlineOfEarlierRun(t *testing.T) {
	bubble(t, func(r *rig) {
		r.add("A", sleep(50*time.Second))
		r.end(End{Returns: true})
		time.Sleep(55 * time.Second)
		r.add("B", sleep(50*time.Second))
		r.end(End{})
		time.Sleep(time.Hour)
		r.want(0, "A", "ended 0", "B", "ended 0")
	})
}

func TestDeadlineHoldsForHooksAddedByHooks(t *testing.T) {
	bubble(t, func(r *rig) {
		r.add("A", func() { r.add("B", sleep(time.Hour)) })
		r.end(End{Code: 1})
		time.Sleep(time.Minute)
		r.want(1, "A", "B", "expired after 1m0s: running B, pending [], 0 late", "fatal: exit hook did not return, code 1")
	})
}
