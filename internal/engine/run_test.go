// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package engine

import (
	"errors"
	"runtime"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/exithook/exithook/internal/link"
)

func TestFirstEndDecides(t *testing.T) {
	bubble(t, func(r *rig) {
		exiting := r.Exiting()
		r.add("A", func() { time.Sleep(time.Second) })
		r.end(End{Code: 5})
		for code := range 10 {
			r.end(End{Code: code})
		}
		select {
		case <-exiting:
		default:
			t.Error("Exiting is not closed while a hook runs")
		}
		if e := r.End(); e == nil || e.Code != 5 || e.Info != 5 {
			t.Errorf("End = %+v", e)
		}
		time.Sleep(time.Minute)
		r.end(End{Code: 11})
		r.want(11, "A", "ended 5")
		var late []int
		for _, l := range r.Late() {
			late = append(late, l.Info.(int))
		}
		if want := []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11}; !slices.Equal(late, want) {
			t.Errorf("late ends %v, want %v", late, want)
		}
	})
}

func TestArrive(t *testing.T) {
	bubble(t, func(r *rig) {
		arrive := func() {
			r.Arrive(&End{Goid: link.Goid()})
			r.note("arrived")
		}
		go arrive()
		r.want(0, "arrived")
		r.end(End{})
		go arrive()
		r.want(1, "arrived", "ended 0")
	})
}

func TestExitingBeforeAndAfter(t *testing.T) {
	bubble(t, func(r *rig) {
		before := r.Exiting()
		select {
		case <-before:
			t.Error("Exiting is closed before there is an end")
		default:
		}
		if r.End() != nil {
			t.Error("there is an End before there is one")
		}
		r.end(End{})
		<-before
		<-r.Exiting()
		r.want(0, "ended 0")
	})
}

func TestHookPanics(t *testing.T) {
	bubble(t, func(r *rig) {
		r.add("A")
		r.add("B", func() { panic("boo") })
		r.add("C", func() { panic(errors.New("bah")) })
		r.add("D")
		r.end(End{})
		r.want(1, "D", "C", "C failed: exit hook invoked panic bah",
			"B", "B failed: exit hook invoked panic boo", "A",
			"fatal: exit hook invoked panic, code 0")
	})
}

func TestHookExits(t *testing.T) {
	bubble(t, func(r *rig) {
		r.add("A")
		r.add("B", func() { r.endHere(End{Code: 4}) })
		r.add("C", func() { r.Arrive(&End{Goid: link.Goid()}) })
		r.add("D")
		r.end(End{Code: 1})
		// Parked: the goroutine of each hook that exited, and that of Fatal.
		r.want(3, "D", "C", "C failed: exit hook invoked exit <nil>",
			"B", "B failed: exit hook invoked exit <nil>", "A",
			"fatal: exit hook invoked exit, code 1")
	})
}

func TestHookRuns(t *testing.T) {
	bubble(t, func(r *rig) {
		r.add("A", func() { r.endHere(End{Returns: true}) })
		r.end(End{Returns: true})
		r.want(2, "A", "A failed: exit hook invoked exit <nil>", "fatal: exit hook invoked exit, code 0")
	})
}

// Exit on a goroutine that the hook started is none of the hook's failures.
func TestHookStartsGoroutineThatExits(t *testing.T) {
	bubble(t, func(r *rig) {
		r.add("A", func() { go r.endHere(End{Code: 9}) })
		r.end(End{})
		r.want(1, "A", "ended 0")
	})
}

func TestHookGoexits(t *testing.T) {
	bubble(t, func(r *rig) {
		r.add("A")
		r.add("B", runtime.Goexit) // on a goroutine that took over
		r.add("C", runtime.Goexit) // on that of the end
		r.end(End{})
		r.want(2, "C", "C failed: exit hook invoked Goexit <nil>",
			"B", "B failed: exit hook invoked Goexit <nil>", "A",
			"fatal: exit hook invoked Goexit, code 0")
	})
}

func TestFirstFailureDecidesTheFatalError(t *testing.T) {
	bubble(t, func(r *rig) {
		r.add("A", func() { panic(1) })
		r.add("B", runtime.Goexit)
		r.end(End{})
		r.want(2, "B", "B failed: exit hook invoked Goexit <nil>",
			"A", "A failed: exit hook invoked panic 1",
			"fatal: exit hook invoked Goexit, code 0")
	})
}

func TestReturns(t *testing.T) {
	bubble(t, func(r *rig) {
		first := r.Exiting()
		r.add("A")
		r.addHook(&Spec{}, "B")
		r.end(End{Code: 1, Returns: true})
		<-first
		select {
		case <-r.Exiting():
			t.Error("Exiting is still closed")
		default:
		}
		if r.End() != nil {
			t.Error("there is still an End")
		}
		r.add("C")
		r.end(End{Returns: true})
		r.end(End{Returns: true})
		r.add("D")
		r.end(End{Code: 2})
		r.want(0, "A", "ended 1", "C", "ended 0", "ended 0", "D", "ended 2")
	})
}

// Whoever comes during an end that Returns has its turn afterwards.
func TestEndWaitsForOneThatReturns(t *testing.T) {
	bubble(t, func(r *rig) {
		r.add("A", func() {
			time.Sleep(time.Second)
			r.note("A is done")
		})
		r.end(End{Code: 1, Returns: true})
		r.end(End{Code: 2, Returns: true})
		go func() {
			r.Arrive(&End{Goid: link.Goid()})
			r.note("arrived")
		}()
		r.want(0, "A")
		time.Sleep(2 * time.Second)
		synctest.Wait()
		r.mu.Lock()
		slices.Sort(r.log[2:]) // all three go on at once
		r.mu.Unlock()
		r.want(0, "A", "A is done", "arrived", "ended 1", "ended 2")
	})
}

func TestFailureInAnEndThatReturnsIsFatal(t *testing.T) {
	bubble(t, func(r *rig) {
		r.add("A", func() { panic(1) })
		r.end(End{Returns: true})
		r.end(End{Returns: true})
		r.want(2, "A", "A failed: exit hook invoked panic 1", "fatal: exit hook invoked panic, code 0")
	})
}

// An end that Returns is over before Run has looked whether one of its hooks has
// failed. One of the next end's that fails meanwhile is not its business.
func TestSettleAfterTheNextEnd(t *testing.T) {
	bubble(t, func(r *rig) {
		first := &End{Goid: link.Goid(), Returns: true}
		r.Run(first)
		r.add("A")
		r.add("B", sleep(time.Second))
		r.add("C", func() { panic(1) })
		r.end(End{Code: 3})
		r.settle(first)
		time.Sleep(time.Minute)
		r.want(1, "C", "C failed: exit hook invoked panic 1", "B", "A", "fatal: exit hook invoked panic, code 3")
	})
}

func TestInHook(t *testing.T) {
	bubble(t, func(r *rig) {
		r.add("A", func() {
			if !r.InHook(link.Goid()) {
				t.Error("InHook = false in a hook")
			}
			if r.InHook(link.Goid() + 1) {
				t.Error("InHook = true for another goroutine")
			}
			if h := r.Current(); name(h) != "A" {
				t.Errorf("Current = %v", h)
			}
		})
		if r.InHook(link.Goid()) || r.Current() != nil {
			t.Error("there is a hook before the end")
		}
		r.end(End{})
		if r.InHook(link.Goid()) || r.Current() != nil {
			t.Error("there is a hook after the end")
		}
	})
}

// A hook of which recover sees nothing may have panicked all the same.
func TestPanicNil(t *testing.T) {
	t.Setenv("GODEBUG", "panicnil=1")
	bubble(t, func(r *rig) {
		r.Host.PanickedNil = func() bool { return true }
		r.add("A")
		r.add("B", func() { panic(nil) })
		r.end(End{})
		r.want(1, "B", "B failed: exit hook invoked panic <nil>", "A", "fatal: exit hook invoked panic, code 0")
	})
}

// A hook that was abandoned is still in its goroutine.
func TestAbandonedIsInHook(t *testing.T) {
	bubble(t, func(r *rig) {
		var goid uint64
		in := func() bool { return r.InHook(goid) }
		r.add("A", func() { r.note("abandoned: %v", in()) })
		r.addHook(&Spec{RunOnFailure: true, Timeout: time.Second}, "B", func() {
			goid = link.Goid()
			r.note("running: %v", in())
		}, sleep(2*time.Second))
		r.end(End{})
		time.Sleep(time.Second)
		r.want(1, "B", "running: true", "B failed: exit hook did not return <nil>", "A", "abandoned: true",
			"fatal: exit hook did not return, code 0")
		if r.InHook(goid + 1000) {
			t.Error("another goroutine is in a hook")
		}
	})
}

// An end that is only noted may come before the one that is on its way.
func TestNoteLate(t *testing.T) {
	bubble(t, func(r *rig) {
		r.NoteLate(&End{Info: 1})
		if r.End() != nil {
			t.Error("an end that was noted is one")
		}
		r.add("A", func() { r.NoteLate(&End{Info: 2}) })
		r.end(End{})
		r.NoteLate(&End{Info: 3})
		r.want(0, "A", "ended 0")
		if late := r.Late(); !slices.Equal(late, []Late{{Info: 1}, {Info: 2}, {Info: 3}}) {
			t.Errorf("late are %v", late)
		}
	})
}

// Nor does it end a program whose panic was recovered.
func TestNoteLateEndsNothing(t *testing.T) {
	bubble(t, func(r *rig) {
		r.add("A", func() { r.NoteLate(&End{}) })
		r.end(End{Code: 2, Crash: true})
		r.NoteLate(&End{})
		time.Sleep(time.Minute)
		r.want(0, "A", "ended 2")
	})
}
