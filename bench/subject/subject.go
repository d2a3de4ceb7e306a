// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Package subject has what each of the compared programs does, given the
// package that it is about. What is measured in the program, it prints as lines
//
//	NAME NUMBER
//
// and the rest is measured by its parent.
package subject

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"sync"
	"time"
)

// A Package has exit hooks.
type Package struct {
	Add  func(hook func())
	Exit func(code int)
	// AddStop adds a hook and removes it again. It is nil if the package cannot.
	AddStop func(hook func())
}

// Main runs a program: JOB N.
func Main(p Package) {
	n, err := strconv.Atoi(os.Args[2])
	if err != nil {
		panic(err)
	}
	jobs[os.Args[1]](p, n)
}

var jobs = map[string]func(p Package, n int){
	"nothing": nothing,
	"hooks":   hooks,
	"stops":   stops,
	"blocked": blocked,
}

// nothing ends at once, with n hooks.
func nothing(p Package, n int) {
	for range n {
		p.Add(func() {})
	}
	p.Exit(0)
}

// hooks adds n hooks and exits. Whichever runs first and last look at the clock,
// so that it does not matter in which order the package runs them.
func hooks(p Package, n int) {
	var m meter
	ran := 0
	hook := func() {
		if ran++; ran == 1 {
			m.begin()
		} else if ran == n {
			m.end("run", n-1)
		}
	}
	m.begin()
	for range n {
		p.Add(hook)
	}
	m.end("add", n)
	p.Exit(0)
}

// stops adds and removes n hooks, while there are a thousand others.
func stops(p Package, n int) {
	if p.AddStop == nil {
		p.Exit(0)
	}
	for range 1000 {
		p.Add(func() {})
	}
	hook := func() {}
	var m meter
	m.begin()
	for range n {
		p.AddStop(hook)
	}
	m.end("stop", n)
	p.Exit(0)
}

// blocked has n goroutines exit while a hook takes half a second. Some packages
// run the hook again for each of them.
func blocked(p Package, n int) {
	var others sync.Once
	p.Add(func() {
		others.Do(func() {
			for range n {
				go p.Exit(0)
			}
		})
		time.Sleep(500 * time.Millisecond)
	})
	p.Exit(0)
}

// A meter measures time and allocations.
type meter struct {
	at      time.Time
	mallocs uint64
}

func (m *meter) begin() {
	m.mallocs = mallocs()
	m.at = time.Now()
}

// end prints what one of n took since begin.
func (m *meter) end(name string, n int) {
	took := time.Since(m.at)
	made := mallocs() - m.mallocs
	fmt.Printf("%s_ns %.2f\n%s_allocs %.3f\n", name, float64(took.Nanoseconds())/float64(n), name, float64(made)/float64(n))
}

func mallocs() uint64 {
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	return s.Mallocs
}
