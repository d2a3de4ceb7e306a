// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package subject

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// The jobs. What is measured in the program, it prints as lines
//
//	NAME NUMBER
//
// and the rest is measured by its parent.
var jobs = map[string]func(p Package, n int){
	"first":      first,
	"add":        add,
	"goroutines": goroutines,
	"stop":       stop,
	"memory":     memory,
	"run":        run,
	"exit":       exit,
	"blocked":    blocked,
	"signal":     signal,
}

// Goroutines are the numbers of goroutines that add hooks at the same time.
var Goroutines = []int{1, 2, 4, 8, 16}

// first adds the first n hooks of a program, while nothing is in the caches and all
// memory is new.
func first(p Package, n int) {
	toLook()
	var m meter
	m.time(n, func() { fill(p, n) })
	m.print("first")
}

// enough is how long hooks are added, so that the garbage is collected a few times and
// the memory that is used is not all new.
const enough = 200 * time.Millisecond

// add adds hooks beside n others: a hundred, or as many again, so that what a
// package does now and then, such as to move a map that has grown, has its share.
func add(p Package, n int) {
	if n <= 10_000 { // allocations are the same for more
		fill(p, n)
		printAllocs("add", 1_000, func() { fill(p, 1_000) })
	}
	more := max(100, n)
	fill(p, n+more) // this does not count, because the memory is new
	var before, last meter
	for last.n == 0 || before.took+last.took < enough {
		p.Reset()
		before.time(n, func() { fill(p, n) })
		last.time(more, func() { fill(p, more) })
	}
	last.print("add")
}

func fill(p Package, n int) {
	hook := func() {}
	for range n {
		p.Add(hook)
	}
}

// goroutines adds hooks beside n others, from several goroutines, again and again.
// The first time does not count, because the memory is new.
func goroutines(p Package, n int) {
	if p.OneOnly {
		return
	}
	more := max(10_000, n/4)
	fill(p, n+more)
	for _, g := range Goroutines {
		var m meter
		for m.took < enough/4 {
			p.Reset()
			fill(p, n)
			m.together(g, more/g, func() { fill(p, more/g) })
		}
		m.print(fmt.Sprint("add", g))
	}
}

// stop adds and removes hooks beside n others.
func stop(p Package, n int) {
	if p.AddStop == nil {
		return
	}
	fill(p, n)
	const pairs = 100
	hook := func() {}
	many := func() {
		for range pairs {
			p.AddStop(hook)
		}
	}
	many()
	var m meter
	for m.took < enough {
		m.time(pairs, many)
	}
	m.print("stop")
	printAllocs("stop", 10*pairs, func() {
		for range 10 {
			many()
		}
	})
}

// memory tells how much n hooks take, with the goroutines that they may have.
func memory(p Package, n int) {
	before := InUse()
	fill(p, n)
	fmt.Printf("memory_bytes %.1f\n", float64(InUse()-before)/float64(n))
	runtime.KeepAlive(p)
}

// InUse returns how much memory is in use, once what is not is collected.
func InUse() uint64 {
	runtime.GC()
	runtime.GC()
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	return s.HeapAlloc + s.StackInuse
}

// run has n hooks run. Whichever runs first and last look at the clock, so that
// it does not matter in which order the package runs them, and whether it runs
// them at the same time. The calls themselves are measured without the package.
func run(p Package, n int) {
	var ran atomic.Int64
	var begin time.Time
	first := make(chan struct{})
	hook := func() {
		switch ran.Add(1) {
		case 1:
			begin = time.Now()
			close(first)
		case int64(n):
			end := time.Now()
			<-first
			fmt.Printf("run_ns %.3f\n", float64(end.Sub(begin).Nanoseconds())/float64(n-1))
		}
	}
	calls := make([]func(), max(n, 1000))
	for i := range calls {
		calls[i] = hook
	}
	ran.Store(int64(n))
	var call meter
	call.time(len(calls), func() {
		for _, f := range calls {
			f()
		}
	})
	call.print("call")
	ran.Store(0)
	for range n {
		p.Add(hook)
	}
	p.Main(func() { p.end(0) })
}

// exit ends at once, with n hooks.
func exit(p Package, n int) {
	fill(p, n)
	p.Main(func() { p.end(0) })
}

// First is the exit code of whoever exits first.
const First = 7

// blocked has n goroutines exit while a hook takes two seconds. Some packages run
// the hook again for each of them.
func blocked(p Package, n int) {
	var others sync.Once
	p.Add(func() {
		fmt.Println("hooks 1")
		others.Do(func() {
			for range n {
				go p.end(First + 1)
			}
		})
		time.Sleep(2 * time.Second)
	})
	p.Main(func() { p.end(First) })
}

// signal has n hooks and waits for a signal.
func signal(p Package, n int) {
	if p.Signals != nil {
		p.Signals()
	}
	fill(p, n)
	p.Main(func() {
		fmt.Println("ready")
		forever()
	})
}

// A meter adds up how long something takes.
type meter struct {
	took time.Duration
	n    int
}

// time measures f, which does something n times. What counts is the time that
// processors work for this process, so that it does not matter what else they do.
func (m *meter) time(n int, f func()) {
	begin := cpu()
	f()
	m.took += cpu() - begin - toLook()
	m.n += n
}

// toLook returns how long it takes to look at the clock.
var toLook = sync.OnceValue(func() time.Duration {
	least := time.Second
	for range 1000 {
		begin := cpu()
		least = min(least, cpu()-begin)
	}
	return least
})

// together measures how much time passes until each of g goroutines has called f,
// which does something n times.
func (m *meter) together(g, n int, f func()) {
	var ready, done sync.WaitGroup
	start := make(chan struct{})
	for range g {
		ready.Add(1)
		done.Go(func() {
			ready.Done()
			<-start
			f()
		})
	}
	ready.Wait()
	begin := time.Now()
	close(start)
	done.Wait()
	m.took += time.Since(begin)
	m.n += g * n
}

func (m *meter) print(name string) {
	fmt.Printf("%s_ns %.3f\n", name, float64(m.took.Nanoseconds())/float64(m.n))
}

// printAllocs prints the allocations of f for each of n.
func printAllocs(name string, n int, f func()) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	fmt.Printf("%s_allocs %.3f\n", name, float64(after.Mallocs-before.Mallocs)/float64(n))
}
