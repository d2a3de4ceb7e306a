// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package subject

import (
	"fmt"
	"log"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// The scenarios. What a program prints says what became of its hooks, and how it
// ends is seen by its parent.
var scenarios = map[string]func(p Package){
	"order":            order,
	"code":             func(p Package) { ends(p, func() { p.end(3) }) },
	"os.Exit":          func(p Package) { ends(p, func() { inDependency(func() { os.Exit(3) }) }) },
	"log.Fatal":        func(p Package) { ends(p, func() { inDependency(func() { log.Fatal("no space") }) }) },
	"return":           returns,
	"panic":            func(p Package) { ends(p, func() { panic("in main") }) },
	"panic prepared":   panicPrepared,
	"panic unprepared": func(p Package) { ends(p, func() { inDependency(func() { panic("elsewhere") }) }) },
	"SIGTERM":          signaled,
	"SIGINT":           signaled,
	"SIGINT twice":     signaledTwice,
	"exits":            exits,
	"add":              addsTogether,
	"hook adds":        hookAdds,
	"hook panics":      func(p Package) { turns(p, func() { panic("in a hook") }) },
	"hook exits":       hookExits,
	"hook Goexit":      func(p Package) { turns(p, runtime.Goexit) },
	"hook blocks":      hookBlocks,
	"remove":           removes,
}

// say prints a line for the parent. Some packages print others.
func say(text string) { fmt.Println(Mark + text) }

// Mark is what the lines for the parent begin with.
const Mark = "> "

// Deadline is the deadline for the hooks, where there can be one.
const Deadline = 500 * time.Millisecond

func (p Package) setDeadline() {
	if p.SetTimeout != nil {
		p.SetTimeout(Deadline)
	}
}

// order has a hundred hooks, which tell in which order they run.
func order(p Package) {
	const n = 100
	var mu sync.Mutex
	var ran []int
	var running atomic.Int32
	var together atomic.Bool
	for i := range n {
		p.Add(func() {
			together.Store(running.Add(1) > 1 || together.Load())
			time.Sleep(100 * time.Microsecond)
			running.Add(-1)
			mu.Lock()
			defer mu.Unlock()
			if ran = append(ran, i); len(ran) == n {
				say(orderOf(ran, together.Load()))
			}
		})
	}
	p.Main(func() { p.end(0) })
}

func orderOf(ran []int, together bool) string {
	sorted := slices.IsSorted(ran)
	slices.Reverse(ran)
	switch {
	case together:
		return "all at the same time"
	case sorted:
		return "first added first"
	case slices.IsSorted(ran):
		return "last added first"
	}
	return "no order"
}

// ends has a hook and ends somehow.
func ends(p Package, end func()) {
	p.Add(func() { say("hooks run") })
	p.Main(end)
}

// inDependency runs f on a goroutine that the program knows nothing of, and does
// not return.
func inDependency(f func()) {
	go f()
	forever()
}

func returns(p Package) {
	if p.Loop {
		say("it waits for an exit")
		os.Exit(0)
	}
	ends(p, func() {})
}

func panicPrepared(p Package) {
	if p.Go == nil {
		say("cannot")
		os.Exit(2)
	}
	ends(p, func() {
		p.Go(func() { panic("elsewhere") })
		forever()
	})
}

func signaled(p Package) { waits(p, func() { say("hooks run") }) }

func signaledTwice(p Package) {
	waits(p, func() {
		say("begins")
		fmt.Fprintln(os.Stderr, "in the hook")
		time.Sleep(time.Second)
		say("ends")
	})
}

// waits has a hook and waits for a signal.
func waits(p Package, hook func()) {
	if p.Signals != nil {
		p.Signals()
	}
	p.Add(hook)
	p.Main(func() {
		time.Sleep(50 * time.Millisecond) // until a goroutine that handles them is there
		fmt.Fprintln(os.Stderr, "ready")
		forever()
	})
}

// exits has goroutines that exit with another code while a hook runs.
func exits(p Package) {
	var others sync.Once
	p.Add(func() {
		say("hook")
		others.Do(func() {
			for range 16 {
				go p.end(First + 1)
			}
		})
		time.Sleep(300 * time.Millisecond)
	})
	p.Main(func() { p.end(First) })
}

// addsTogether adds hooks from several goroutines at once.
func addsTogether(p Package) {
	const goroutines, each = 16, 200
	var ran atomic.Int32
	var m meter
	m.together(goroutines, each, func() {
		for range each {
			p.Add(func() {
				if ran.Add(1) == goroutines*each {
					say("all run")
				}
			})
		}
	})
	p.Main(func() { p.end(0) })
}

func hookAdds(p Package) {
	p.Add(func() {
		p.Add(func() { say("the new one runs") })
	})
	p.Main(func() { p.end(0) })
}

// turns has hooks that all do the same, after they have said that it is their turn.
func turns(p Package, what func()) {
	for range 5 {
		p.Add(func() {
			say("turn")
			what()
		})
	}
	p.Main(func() { p.end(0) })
}

func hookExits(p Package) {
	debug.SetMaxStack(1 << 20)
	p.setDeadline()
	p.Add(func() {
		p.Exit(4)
		say("the hook goes on")
	})
	p.Main(func() { p.end(0) })
}

func hookBlocks(p Package) {
	p.setDeadline()
	p.Add(forever)
	p.Main(func() { p.end(0) })
}

func removes(p Package) {
	if p.AddStop == nil {
		say("cannot")
		os.Exit(0)
	}
	p.AddStop(func() { say("it runs") })
	p.Main(func() { p.end(0) })
}
