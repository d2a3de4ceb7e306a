// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import (
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/exithook/exithook/bench/subject"
)

// bench measures.
type bench struct {
	builder
	rounds   int
	short    int    // how often short processes are run in each round
	largest  int    // number of live hooks
	blocked  []int  // numbers of exits that wait
	built    string // the package that builds are measured with
	progress io.Writer
	figures  figures
	over     map[task]bool // what took longer than the limit
}

// sizes are the numbers of live hooks.
func (b *bench) sizes() []int {
	return slices.DeleteFunc([]int{1, 100, 10_000, 1_000_000}, func(n int) bool { return n > b.largest })
}

// ran are the numbers of hooks that are run.
func (b *bench) ran() []int {
	return slices.DeleteFunc([]int{10, 1_000, 1_000_000}, func(n int) bool { return n > b.largest })
}

// held is the number of hooks whose memory is measured.
const held = 10_000

// exits are the numbers of hooks of programs that exit.
var exits = []int{0, 10, 1_000}

// A task is a job of a program, with a number of hooks or of exits.
type task struct {
	program *program
	job     string
	n       int
}

// measure builds everything and measures round after round. In each, the programs
// have their turns one after the other, so that a machine that is slow for a while
// is slow for all of them.
func (b *bench) measure() error {
	b.figures, b.over = make(figures), make(map[task]bool)
	b.say("imports")
	if err := b.imports(); err != nil {
		return err
	}
	for n := range b.rounds {
		b.say("round %d of %d", n+1, b.rounds)
		if err := b.round(); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) say(format string, args ...any) {
	fmt.Fprintf(b.progress, time.Now().Format(time.TimeOnly)+" "+format+"\n", args...)
}

// round measures everything once, and what is short several times.
func (b *bench) round() error {
	steps := []func() error{b.roundOfBuilds, b.roundOfInits}
	inTurns := func(job string, n, times int, ps []*program) {
		steps = append(steps, func() error { return b.turns(job, n, times, ps) })
	}
	compared := []*program{lookup(model), lookup(ours)} // by the targets
	for _, n := range b.sizes() {
		inTurns("add", n, 1, append(packages(), floor))
		inTurns("first", n, max(1, min(b.short, 100_000/n)), packages())
		inTurns("goroutines", n, 1, append(packages(), floor))
		inTurns("stop", n, 1, packages())
		inTurns("add", n, 2, slices.Concat(compared, registries[byAssembly]))
		inTurns("goroutines", n, 2, compared)
	}
	inTurns("add", 100, 1, slices.Concat(registries[noPlace], registries[byCallers], []*program{noAssembly}))
	inTurns("stop", 1, 1, registries[byAssembly])
	inTurns("memory", held, 1, append(packages(), registries[byAssembly]...))
	inTurns("kept", held, 1, registries[byAssembly])
	for _, n := range b.ran() {
		inTurns("run", n, max(1, min(b.short, 10_000/n)/5), packages())
	}
	inTurns("exit", exits[0], 4*b.short, programs)
	for _, n := range exits[1:] {
		inTurns("exit", n, b.short, programs)
	}
	inTurns("signal", 1, b.short, programs)
	for _, n := range b.blocked {
		steps = append(steps, func() error { return b.roundOfBlocked(n) })
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// packages returns the programs for what happens in the process, which neither
// depends on how it is built, nor can be done without a package.
func packages() []*program {
	return slices.DeleteFunc(slices.Clone(programs), func(p *program) bool { return p.name == oursBuild || p.name == none })
}

// turns has each program do a job, so many times, in another order each time: what
// ran before has an effect, such as on what is in the caches. Before a process that is
// measured as a whole, that is the same one, which does not count.
func (b *bench) turns(job string, n, times int, ps []*program) error {
	for range times {
		for _, i := range rand.Perm(len(ps)) {
			if job == "exit" {
				if _, err := b.run(task{ps[i], job, n}); err != nil {
					return err
				}
			}
			if err := b.do(task{ps[i], job, n}); err != nil {
				return err
			}
		}
	}
	return nil
}

// do has a program do a job, unless that took too long before, or adding as many
// hooks did.
func (b *bench) do(t task) error {
	if b.over[t] {
		return nil
	}
	if b.over[task{t.program, "add", t.n}] && t.job != "run" {
		b.over[t] = b.able(t)
		return nil
	}
	r, err := b.run(t)
	if err != nil {
		return err
	}
	if r.killed {
		b.over[t] = true
		return nil
	}
	b.record(t, r)
	return nil
}

// able reports whether a package can do a job at all, that is, beside one hook.
func (b *bench) able(t task) bool {
	name := map[string]string{"goroutines": goroutineFigure(1), "stop": "stop_ns"}[t.job]
	return name == "" || b.over[task{t.program, t.job, 1}] || len(b.figures[figure{name, 1, t.program.name}]) > 0
}

// record takes the figures of a process: those that it prints, and its own.
func (b *bench) record(t task, r *result) {
	for name, v := range r.printed {
		b.figures.add(name, t.n, t.program.name, v)
	}
	if net, ok := r.printed["run_ns"]; ok {
		b.figures.add("hook_ns", t.n, t.program.name, net-r.printed["call_ns"])
	}
	b.figures.add(t.job+"_wall_ms", t.n, t.program.name, ms(r.wall))
	b.figures.add(t.job+"_cpu_ms", t.n, t.program.name, ms(r.cpu))
	if t.job == "blocked" {
		b.figures.add("blocked_code", t.n, t.program.name, float64(r.state.ExitCode()))
	}
}

// roundOfBlocked measures exits that wait. It takes some seconds for each program,
// in which most do nothing, so they do it together, but for the model, which uses
// all processors.
func (b *bench) roundOfBlocked(n int) error {
	var wg sync.WaitGroup
	results := make([]*result, len(programs))
	errs := make([]error, len(programs))
	for i, p := range programs {
		if p.name == none {
			continue
		}
		do := func() { results[i], errs[i] = b.run(task{p, "blocked", n}) }
		if p.name == model {
			do()
		} else {
			wg.Go(do)
		}
	}
	wg.Wait()
	for i, r := range results {
		if errs[i] != nil {
			return errs[i]
		}
		if r != nil {
			b.record(task{programs[i], "blocked", n}, r)
		}
	}
	return nil
}

// goroutineFigure is the figure of adding hooks from g goroutines.
func goroutineFigure(g int) string { return fmt.Sprintf("add%d_ns", g) }

var (
	goroutines = subject.Goroutines
	first      = float64(subject.First)
)

func ms(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1e6 }
