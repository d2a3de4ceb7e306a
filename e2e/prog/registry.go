// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import (
	"log"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/exithook/exithook"
)

func init() {
	register(map[string]mode{
		"add-late":   addLate,
		"add-sealed": addSealed,
		"add-after":  addAfterPanic,
		"add-race":   addRace,
		"churn":      churn,
		"pairs":      pairs,
	})
}

// addLate has a goroutine add hooks, with pauses, until the process ends
// under it. Each hook of which Add returned must run.
func addLate([]string) {
	started := make(chan bool, 1)
	go func() {
		for i := 0; ; i++ {
			always("late", func() { say("ran %d", i) })
			say("added %d", i)
			select {
			case started <- true:
			default:
			}
			for wait := rand.IntN(20_000); wait > 0; wait-- {
				runtime.Gosched()
			}
		}
	}()
	<-started
	exit(0)
}

// addSealed adds a hook when the last one has finished, while the process
// still goes on for a while: the race detector sleeps at its end.
func addSealed([]string) {
	sayHook("last")
	exiting := exithook.Exiting()
	go func() {
		<-exiting
		time.Sleep(200 * time.Millisecond)
		say("adding")
		sayHook("added")
		say("Add returned")
	}()
	time.Sleep(10 * time.Millisecond)
	exit(0)
}

// addAfterPanic adds a hook on a goroutine whose panic has run the hooks.
func addAfterPanic([]string) {
	sayHook("last")
	adding := make(chan bool)
	go func() {
		defer func() {
			say("adding")
			close(adding)
			sayHook("added")
			say("Add returned")
		}()
		defer exithook.RunOnPanic()
		panic("boom")
	}()
	<-adding
	time.Sleep(100 * time.Millisecond)
	exit(0)
}

// addRace has many goroutines add hooks while main exits.
func addRace(args []string) {
	goroutines, hooks := number(args, 0), number(args, 1)
	exithook.SetTimeout(10 * time.Minute) // the race detector and emulators are slow
	added := make([]atomic.Bool, goroutines*hooks)
	ran := make([]atomic.Int32, goroutines*hooks)
	before := make([]bool, goroutines*hooks)
	always("check", func() { checkRace(before, ran) })
	begin := make(chan bool)
	for g := range goroutines {
		go func() {
			<-begin
			for i := g * hooks; i < (g+1)*hooks; i++ {
				always("", func() { runOnce(&ran[i]) })
				added[i].Store(true)
			}
		}()
	}
	close(begin)
	for range rand.IntN(50) {
		runtime.Gosched()
	}
	for i := range added {
		before[i] = added[i].Load()
	}
	exit(0)
}

func runOnce(n *atomic.Int32) {
	if n.Add(1) != 1 {
		say("a hook runs twice")
	}
}

func checkRace(before []bool, ran []atomic.Int32) {
	missing, early := 0, 0
	for i, b := range before {
		if b {
			early++
		}
		if b && ran[i].Load() != 1 {
			missing++
		}
	}
	say("%d hooks missing", missing)
	log.Printf("%d hooks added before the end began", early)
}

// churn adds, stops and runs hooks from 100 goroutines in 10 rounds. In the
// end each hook that was not stopped must have run, and no other.
func churn([]string) {
	var added, stopped, ran atomic.Int64
	for range 10 {
		var wg sync.WaitGroup
		for g := range 100 {
			wg.Go(func() {
				for i := range 20 {
					r := exithook.Defer(func() { ran.Add(1) })
					added.Add(1)
					if rand.IntN(2) == 0 && r.Stop() {
						stopped.Add(1)
					}
					if g%10 == 0 && i == 10 {
						exithook.Run(g % 20)
					}
				}
			})
		}
		wg.Wait()
		exithook.Run(0)
		if a, s, r := added.Load(), stopped.Load(), ran.Load(); a-s != r {
			say("%d added, %d stopped, %d ran", a, s, r)
		}
	}
	say("%d added", added.Load())
	exit(0)
}

// pairs adds and stops a hook n times while 1,000 others are registered, and
// says how much the heap has grown, after each tenth of them.
func pairs(args []string) {
	n, ran := number(args, 0), 0
	live := make([]*exithook.Registration, 1000)
	for i := range live {
		live[i] = exithook.Defer(func() { ran++ })
	}
	churnLive(live, n/10, func() { ran++ })
	start := heap()
	for range 9 {
		churnLive(live, n/10, func() { ran++ })
		say("%d", heap()-start)
	}
	exithook.Defer(func() { log.Printf("%d live", len(live)) })
	exithook.Run(0)
	log.Printf("%d ran", ran)
	exit(0)
}

// churnLive replaces live hooks in turn, and adds and stops one on top.
func churnLive(live []*exithook.Registration, n int, f func()) {
	for i := range n / 2 {
		r := &live[i%len(live)]
		if !(*r).Stop() || !exithook.Defer(f).Stop() {
			log.Fatal("prog: Stop returns false")
		}
		*r = exithook.Defer(f)
	}
}

// heap returns the size of what is live on the heap.
func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
