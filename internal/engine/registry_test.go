// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package engine

import (
	"math/rand/v2"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"
	"unsafe"
)

// most is how many bytes a hook or a Registration may keep.
const most = 1 << 10

// slack is what the runtime may keep for itself, of all hooks together.
const slack = 64 << 10

func TestSlabSize(t *testing.T) {
	if size := unsafe.Sizeof(slab{}) + unsafe.Sizeof([slabLen]Extra{}); size > most {
		t.Errorf("a slab has %d bytes, want at most %d", size, most)
	}
}

// One hook in a hundred stays, and keeps at most so many bytes.
func TestMemoryOfLiveHooks(t *testing.T) {
	const n = 10_000
	e := &Engine{}
	used := heap(func() {
		for i := range 100 * n {
			if h := e.register(&Spec{F: func() {}, Name: "named"}); i%100 != 0 {
				e.Stop(h)
			}
		}
	})
	if used > n*most+slack {
		t.Errorf("a live hook keeps %d bytes, want at most %d", used/n, most)
	}
	runtime.KeepAlive(e)
}

// A hook that was stopped keeps its slab, and no other one.
func TestMemoryOfStoppedHooks(t *testing.T) {
	const n = 10_000
	e := &Engine{}
	stopped := make([]*Hook, n)
	used := heap(func() {
		for i := range 100 * n {
			h := e.register(&Spec{F: func() {}, Name: "named"})
			e.Stop(h)
			if i%100 == 0 {
				stopped[i/100] = h
			}
		}
	})
	if used > n*most+slack {
		t.Errorf("a hook that was stopped keeps %d bytes, want at most %d", used/n, most)
	}
	runtime.KeepAlive(e)
	runtime.KeepAlive(stopped)
}

func TestMemoryIsFlat(t *testing.T) {
	e := &Engine{}
	for range 1000 {
		e.register(&Spec{F: func() {}})
	}
	used := heap(func() {
		for range 1_000_000 {
			e.Stop(e.register(&Spec{F: func() {}}))
		}
	})
	if used > slack {
		t.Errorf("a million hooks that were added and stopped keep %d bytes", used)
	}
	runtime.KeepAlive(e)
}

// heap returns how many more bytes are in use after f.
func heap(f func()) int64 {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	f()
	runtime.GC()
	runtime.ReadMemStats(&after)
	return int64(after.HeapAlloc) - int64(before.HeapAlloc)
}

// Hooks are allocated in slabs, however many there are, and what is added and
// stopped again takes no more than what is added.
func TestCosts(t *testing.T) {
	e := &Engine{}
	for _, live := range []int{0, 1000, 100_000} {
		for range live {
			e.register(&Spec{F: func() {}})
		}
		for _, s := range []*Spec{{F: func() {}}, {F: func() {}, Name: "named", Timeout: time.Second}} {
			got := testing.AllocsPerRun(10, func() {
				for range 100 * slabLen {
					e.Stop(e.register(s))
				}
			})
			most := 101.0
			if s.Name != "" {
				most *= 2
			}
			if got > most {
				t.Errorf("Add and Stop of %d hooks, with %d live ones: %v allocations, want at most %v", 100*slabLen, live, got, most)
			}
		}
	}
}

func TestRunAllocatesNothingForEachHook(t *testing.T) {
	bubble(t, func(r *rig) {
		spec := &Spec{F: func() {}}
		allocs := func(n int) uint64 {
			for range n {
				r.register(spec)
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
				Keep:        func() bool { return false },
				PanickedNil: func() bool { return false },
				Describe:    given,
				Now:         func() time.Duration { return 0 },
			}}
			freed := make(chan bool, 1)
			h := func() *Hook {
				big := new([1 << 20]byte)
				runtime.AddCleanup(big, func(c chan bool) { c <- true }, freed)
				return e.register(&Spec{F: func() { big[0]++ }})
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

// However hooks come and go, only the slabs that have a pending one are kept, and the
// order of the hooks is that in which they were added.
func TestSlabs(t *testing.T) {
	rand := rand.New(rand.NewPCG(1, 2))
	e := &Engine{end: &End{}}
	var live []*Hook // oldest first
	specs := map[*Hook]*Spec{}
	add := func() *Hook {
		s := &Spec{F: func() {}, RunOnFailure: rand.IntN(2) == 0, Name: strconv.Itoa(len(specs)), Timeout: time.Duration(len(specs))}
		h := e.register(s)
		specs[h] = s
		return h
	}
	for n := range 200_000 {
		grow := n/10_000%2 == 0
		switch r := rand.IntN(10); {
		case len(live) == 0, r < 4, grow && r < 7:
			live = append(live, add())
		case r == 9: // the newest, as a run does
			h, f := e.pop()
			if h != live[len(live)-1] || f == nil {
				t.Fatalf("step %d: another hook is the newest", n)
			}
			live = live[:len(live)-1]
		default:
			i := rand.IntN(len(live))
			if !e.Stop(live[i]) || e.Stop(live[i]) {
				t.Fatalf("step %d: Stop", n)
			}
			live = slices.Delete(live, i, i+1)
		}
		if n%1000 == 0 {
			checkSlabs(t, e, live)
			for range rand.IntN(100) {
				e.Stop(add())
			}
			for h, s := range specs { // also of those that are gone
				if d := h.Details(); d.Name != s.Name || d.Timeout != s.Timeout || h.onFailure != s.RunOnFailure {
					t.Fatalf("step %d: hook is %+v, %v, want %+v", n, d, h.onFailure, *s)
				}
			}
			all := specs
			specs = map[*Hook]*Spec{}
			for _, h := range live {
				specs[h] = all[h]
			}
		}
	}
}

func checkSlabs(t *testing.T, e *Engine, live []*Hook) {
	t.Helper()
	var pending []*Hook
	for h := range e.pending {
		pending = append(pending, h)
	}
	slices.Reverse(pending)
	if !slices.Equal(pending, live) {
		t.Fatalf("%d hooks are pending, want %d, or the order is another", len(pending), len(live))
	}
	for s := e.newest; s != nil; s = s.older {
		if s.live == 0 && s != e.newest {
			t.Fatal("a slab without pending hooks is kept")
		}
		if s.older != nil && s.older.newer != s {
			t.Fatal("the list of slabs is broken")
		}
	}
}
