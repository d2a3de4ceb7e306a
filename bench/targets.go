// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import (
	"fmt"
	"math"
	"slices"
)

// A target is something that is promised of exithook, and what was measured.
type target struct {
	Text, Measured string
	Kept           verdict
	exact          bool // it does not depend on the clock
}

// A verdict says whether a target is kept.
type verdict string

const (
	kept     verdict = "yes"
	notShown verdict = "not shown" // what was measured is above the target, but that may be chance
	notKept  verdict = "**no**"
)

// is returns the verdict of what can be told for sure.
func is(ok bool) verdict {
	if ok {
		return kept
	}
	return notKept
}

// targets compares what was measured with what is promised.
func (b *bench) targets() []target {
	return slices.Concat(b.addTargets(), b.constantTargets(), b.scalingTargets(), b.runTargets(),
		b.processTargets(), b.blockedTargets(), b.importTargets())
}

func (b *bench) addTargets() []target {
	var list []target
	for _, f := range []struct{ text, figure string }{{"The first %s of a program", "first_ns"}, {"Add beside %s", "add_ns"}} {
		for _, n := range b.sizes() {
			own, other := figure{f.figure, n, ours}, figure{f.figure, n, model}
			list = append(list, target{
				fmt.Sprintf(f.text+": at most 1.5 times Go's internal Add", hooks(n)),
				fmt.Sprintf("%s ns, internal %s ns", b.figures.text(own, ""), b.figures.text(other, "")),
				b.figures.atMost(1.5, own, other), false,
			})
		}
	}
	for _, n := range b.sizes() {
		name, fastest := b.fastestOther(n)
		own := b.figures.median(figure{"add_ns", n, ours})
		list = append(list, target{
			fmt.Sprintf("Add beside %s: faster than every other package that locks its list", hooks(n)),
			fmt.Sprintf("%s ns, %s %s ns", number(own), name, number(fastest)),
			is(own < fastest), false,
		})
	}
	allocs := b.figures.median(figure{"add_allocs", 1, ours})
	return append(list, target{"Add: one allocation at most", number(allocs), is(allocs < 1.05), true})
}

// fastestOther returns the package that adds a hook in the shortest time of those that
// let several goroutines add them, other than exithook and its model.
func (b *bench) fastestOther(n int) (name string, ns float64) {
	ns = math.Inf(1)
	for _, p := range packages() {
		v := b.figures.median(figure{"add_ns", n, p.name})
		if p.name != ours && p.name != model && len(b.figures[figure{goroutineFigure(1), n, p.name}]) > 0 && v < ns {
			name, ns = p.name, v
		}
	}
	return name, ns
}

func (b *bench) constantTargets() []target {
	var list []target
	for _, f := range []struct{ text, figure string }{{"Add", "add_ns"}, {"Add and Stop", "stop_ns"}} {
		least, most := math.Inf(1), 0.0
		for _, n := range b.sizes() {
			v := b.figures.median(figure{f.figure, n, ours})
			least, most = min(least, v), max(most, v)
		}
		list = append(list, target{
			f.text + ": constant for any number of live hooks, within 1.5 times",
			fmt.Sprintf("%s to %s ns, %s times", number(least), number(most), number(most/least)),
			is(most <= 1.5*least), false,
		})
	}
	return list
}

// scalingTargets compares how long an Add takes from several goroutines, and how much
// longer that is than from one.
func (b *bench) scalingTargets() []target {
	var list []target
	for _, n := range b.sizes() {
		f := func(g int, program string) figure { return figure{goroutineFigure(g), n, program} }
		taken := func(g int, program string) []float64 { return b.figures[f(g, program)] }
		slowed := func(g int, program string) []float64 { return b.figures.ratios(f(g, program), f(1, program)) }
		own, other, _, at, v := worst(taken)
		list = append(list, target{
			fmt.Sprintf("Add from 2 to 16 goroutines, beside %s: no slower than Go's internal Add", hooks(n)),
			fmt.Sprintf("%s ns, internal %s ns (%d goroutines)", number(own), number(other), at), v, false,
		})
		own, other, alone, at, v := worst(slowed)
		list = append(list, target{
			fmt.Sprintf("Add from 2 to 16 goroutines, beside %s: slowed down by no more than Go's internal Add", hooks(n)),
			fmt.Sprintf("%s times one goroutine's time, internal %s times, a mutex alone %s times (%d goroutines)",
				number(own), number(other), number(alone), at), v, false,
		})
	}
	return list
}

// worst compares a figure of exithook with that of the model, for each number of
// goroutines, and returns the medians where the ratio is largest, and that of a mutex.
func worst(values func(g int, program string) []float64) (own, other, alone float64, at int, all verdict) {
	all = kept
	for _, g := range goroutines[1:] {
		f := figures{}
		for _, p := range []string{ours, model, mutex} {
			f[figure{program: p}] = values(g, p)
		}
		m := func(p string) float64 { return f.median(figure{program: p}) }
		if at == 0 || m(ours)/m(model) > own/other {
			own, other, alone, at = m(ours), m(model), m(mutex), g
		}
		if v := f.notMore(figure{program: ours}, figure{program: model}); v != kept && all != notKept {
			all = v
		}
	}
	return own, other, alone, at, all
}

func (b *bench) runTargets() []target {
	most, least, last := 0.0, 0.0, 0.0
	for _, n := range b.ran() {
		last = b.figures.median(figure{"hook_ns", n, ours})
		most = max(most, last)
		if n == 1_000 {
			least = last
		}
	}
	return []target{
		{"Running: at most 60 ns for each hook above the call itself", number(most) + " ns at most", is(most <= 60), false},
		{
			"Running: linear, for each of the most hooks within 1.5 times of one of 1,000",
			fmt.Sprintf("%s and %s ns", number(last), number(least)), is(last <= 1.5*least), false,
		},
	}
}

func (b *bench) processTargets() []target {
	var list []target
	for _, f := range []struct{ text, figure string }{{"time", "exit_wall_ms"}, {"CPU", "exit_cpu_ms"}} {
		own, other := figure{f.figure, 0, ours}, figure{f.figure, 0, none}
		ratio := b.figures.median(own) / b.figures.median(other)
		measured := fmt.Sprintf("%+.1f %%", 100*(ratio-1))
		if !b.figures.differ(own, other) {
			measured += " (~)"
		}
		list = append(list, target{"Exit with no hooks, whole process, " + f.text + ": within 2 % of a bare os.Exit", measured, is(ratio <= 1.02), false})
	}
	return list
}

func (b *bench) blockedTargets() []target {
	n := slices.Max(b.blocked)
	cpu := b.figures.median(figure{"blocked_cpu_ms", n, ours}) / 1000
	internal := b.figures.median(figure{"blocked_cpu_ms", n, model}) / 1000
	list := []target{{
		fmt.Sprintf("%s blocked exits, during a hook of 2 s: under 0.05 s of CPU", group(n)),
		fmt.Sprintf("%s s, internal %s s", number(cpu), number(internal)), is(cpu < 0.05), false,
	}}
	return append(list, b.exactTarget("Blocked exits: hooks run once", "hooks", b.blocked, 1, ours, oursBuild),
		b.exactTarget("Blocked exits: the first one's code wins", "blocked_code", b.blocked, first, ours, oursBuild))
}

// exactTarget is one whose figure is always the same.
func (b *bench) exactTarget(text, name string, sizes []int, want float64, programs ...string) target {
	for _, p := range programs {
		for _, n := range sizes {
			values := b.figures[figure{name, n, p}]
			if len(values) == 0 {
				return target{text, "not measured", notKept, true}
			}
			for _, v := range values {
				if v != want {
					return target{text, number(v) + ", " + p, notKept, true}
				}
			}
		}
	}
	return target{text, "always", kept, true}
}

func (b *bench) importTargets() []target {
	var list []target
	for _, idle := range []struct {
		name, imports string
		most          float64
	}{{"os", "os", 400}, {"http", "fmt and net/http", 250}} {
		grown := b.grown("size_"+idle.name, ours) / 1024
		list = append(list, target{
			fmt.Sprintf("Import, in a program that imports %s: at most %v KB", idle.imports, idle.most), number(grown) + " KB", is(grown <= idle.most), true,
		})
	}
	for _, f := range []struct{ text, figure string }{
		{"no allocation of its own at the start", "own_allocs"}, {"no goroutine", "goroutines"}, {"no signal handled", "signals"},
	} {
		list = append(list, b.exactTarget("Import: "+f.text, f.figure, []int{0}, 0, ours, oursBuild))
	}
	return list
}

// grown is how much a figure is above that of the program without a package.
func (b *bench) grown(name, program string) float64 {
	return b.figures.median(figure{name, 0, program}) - b.figures.median(figure{name, 0, none})
}
