// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package engine

import (
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"
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

func TestStopOfCopy(t *testing.T) {
	bubble(t, func(r *rig) {
		r.add("A")
		b := r.add("B")
		c := r.add("C")
		for _, h := range []Hook{*b, *c} {
			if r.Stop(&h) {
				t.Error("Stop of a copy = true")
			}
			if h.Details().Name != "" {
				t.Error("a copy has a name")
			}
		}
		r.end(End{})
		r.want(0, "C", "B", "A", "ended 0")
	})
}

// The first block is part of the engine, and shorter than others: what lies behind
// it is no hook of it.
func TestStopOfCopyBesideTheEngine(t *testing.T) {
	var x struct {
		engine Engine
		copies [2 * blockLen]Hook
	}
	h := x.engine.register(&Spec{F: func() {}, Name: "A"}, 0, 0)
	for i := range x.copies {
		c := &x.copies[i]
		*c = *h
		if x.engine.Stop(c) {
			t.Errorf("Stop of copy %d = true", i)
		}
		if c.Details().Name != "" {
			t.Errorf("copy %d has a name", i)
		}
	}
	if !x.engine.Stop(h) {
		t.Error("Stop = false")
	}
}

// Hooks are allocated in blocks, and blocks several at once, however many there are,
// and what is added and stopped again takes no more than what is added.
func TestCosts(t *testing.T) {
	e := &Engine{}
	spec := &Spec{F: func() {}}
	named := &Spec{F: func() {}, Name: "named"}
	for _, live := range []int{0, 1000, 100000} {
		for range live {
			e.register(spec, 0, 0)
		}
		const n = 100 * blockLen
		for s, most := range map[*Spec]float64{spec: 100/mostAtOnce + 1, named: 100 + 100/mostAtOnce + 2} {
			if got := testing.AllocsPerRun(10, func() {
				for range n {
					e.Stop(e.register(s, 0, 0))
				}
			}); got > most {
				t.Errorf("Add and Stop of %d hooks, with %d live ones: %v allocations, want at most %v", n, live, got, most)
			}
		}
	}
}

func TestRunAllocatesNothingForEachHook(t *testing.T) {
	bubble(t, func(r *rig) {
		spec := &Spec{F: func() {}}
		allocs := func(n int) uint64 {
			for range n {
				r.register(spec, 0, 0)
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			r.Run(&End{Goid: 1, Returns: true})
			runtime.ReadMemStats(&after)
			return after.Mallocs - before.Mallocs
		}
		allocs(1)
		few, many := allocs(1), allocs(10000)
		if many > few+100 { // the runtime allocates a little now and then
			t.Errorf("a run of 1 hook allocates %d times, of 10000 hooks %d times", few, many)
		}
	})
}

// What is left of a hook that was stopped, or has run, does not keep alive what
// its function refers to, even if the hook next to it is there to stay.
func TestForgetsFunctions(t *testing.T) {
	for name, rid := range map[string]func(*Engine, *Hook){
		"stopped": func(e *Engine, h *Hook) { e.Stop(h) },
		"run": func(e *Engine, h *Hook) {
			e.Run(&End{Goid: 1, Returns: true})
		},
		"skipped": func(e *Engine, h *Hook) {
			e.Run(&End{Goid: 1, Returns: true, Code: 1})
		},
	} {
		t.Run(name, func(t *testing.T) {
			e := &Engine{Host: Host{
				Keep:     func() bool { return false },
				Describe: given,
				Now:      func() time.Duration { return 0 },
			}}
			freed := make(chan bool, 1)
			h := func() *Hook {
				big := new([1 << 20]byte)
				runtime.AddCleanup(big, func(c chan bool) { c <- true }, freed)
				return e.register(&Spec{F: func() { big[0]++ }}, 0, 0)
			}()
			rid(e, h)
			for range 100 {
				runtime.GC()
				select {
				case <-freed:
					runtime.KeepAlive(h)
					return
				case <-time.After(10 * time.Millisecond):
				}
			}
			t.Error("the function is still referred to")
		})
	}
}

// However hooks come and go, only the blocks that have a pending one are kept,
// and the newest is found among them.
func TestBlocks(t *testing.T) {
	rand := rand.New(rand.NewPCG(1, 2))
	e := &Engine{}
	var live []*Hook // oldest first
	f := func() {}
	type added struct {
		*Spec
		place, entry uintptr
	}
	specs := map[*Hook]added{}
	add := func() *Hook {
		s := &Spec{F: f, RunOnFailure: rand.IntN(2) == 0}
		if n := rand.IntN(40); n < 2 { // some in blocks with extras, and some that need one
			s.Name, s.Timeout = strconv.Itoa(n), time.Duration(n)
		}
		place, entry := somewhere(rand), somewhere(rand)
		h := e.register(s, place, entry)
		specs[h] = added{s, place, entry}
		return h
	}
	for n := range 200_000 {
		grow := n/10_000%2 == 0
		switch r := rand.IntN(10); {
		case len(live) == 0, r < 4, grow && r < 7:
			live = append(live, add())
		case r == 9: // the newest, as a run does
			h := live[len(live)-1]
			if e.newest() != h {
				t.Fatalf("step %d: another hook is the newest", n)
			}
			e.drop(h)
			live = live[:len(live)-1]
		default:
			i := rand.IntN(len(live))
			if !e.Stop(live[i]) || e.Stop(live[i]) {
				t.Fatalf("step %d: Stop", n)
			}
			live = slices.Delete(live, i, i+1)
		}
		if n%1000 == 0 {
			checkBlocks(t, e, live)
			for range rand.IntN(100) {
				e.Stop(add())
			}
			for h, s := range specs { // also of those that are gone
				d := h.Details()
				if d.Name != s.Name || d.Timeout != s.Timeout || h.runsOnFailure() != s.RunOnFailure {
					t.Fatalf("step %d: hook is %q, %v, %v, want %+v", n, d.Name, d.Timeout, h.runsOnFailure(), *s.Spec)
				}
				if d.Place != s.place || d.Entry != s.entry {
					t.Fatalf("step %d: hook is at %#x, its function at %#x, want %#x and %#x", n, d.Place, d.Entry, s.place, s.entry)
				}
			}
			all := specs
			specs = map[*Hook]added{}
			for _, h := range live {
				specs[h] = all[h]
			}
		}
	}
}

// somewhere is a place in a program, or now and then in a plug-in of it, which may be
// as far away as the address space is large.
func somewhere(rand *rand.Rand) uintptr {
	const program, plugin uint64 = 1 << 22, 0x7f3a_8000_0000
	where := program
	if rand.IntN(20) == 0 {
		where = plugin
	}
	return uintptr(where + rand.Uint64N(1<<31))
}

// A block reaches 2 GB in both directions, and not a byte further: that is all where
// addresses have 32 bits.
func TestReach(t *testing.T) {
	here := int64(1) << 40
	b := &block{place: uintptr(here), entry: uintptr(here)}
	for distance, want := range map[int64]bool{
		0: true, math.MaxInt32: true, math.MinInt32: true,
		math.MaxInt32 + 1: false, math.MinInt32 - 1: false, 1 << 32: false, -1 << 32: false,
	} {
		there := uintptr(here + distance)
		want = want || math.MaxUint == math.MaxUint32
		if b.reaches(there, b.entry) != want || b.reaches(b.place, there) != want {
			t.Errorf("at a distance of %#x: place %v, entry %v, want %v", distance, b.reaches(there, b.entry), b.reaches(b.place, there), want)
		}
	}
}

func checkBlocks(t *testing.T, e *Engine, live []*Hook) {
	t.Helper()
	var pending []*Hook
	e.pending(func(h *Hook) { pending = append(pending, h) })
	slices.Reverse(pending)
	if !slices.Equal(pending, live) {
		t.Fatalf("%d hooks are pending, want %d, or the order is another", len(pending), len(live))
	}
	for b := e.top; b != nil; b = b.older {
		if b.live == 0 && b != e.top {
			t.Fatal("a block without pending hooks is kept")
		}
		if b.older != nil && b.older.newer != b {
			t.Fatal("the list of blocks is broken")
		}
	}
}
