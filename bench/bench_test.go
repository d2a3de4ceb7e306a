// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import (
	"encoding/xml"
	"flag"
	"io"
	"math"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/exithook/exithook"
)

// shared has the binaries of the tests.
var (
	shared builder
	built  = sync.OnceValue(func() error { return shared.buildAll() })
)

func buildShared(t *testing.T) {
	t.Helper()
	if err := built(); err != nil {
		t.Fatal(err)
	}
}

var (
	update = flag.Bool("update", false, "write docs/comparison.md")
	long   = os.Getenv("EXITHOOK_LONG") != ""
)

// few are the programs that are built, run and measured in tests that are not long.
var few = []string{model, ours, oursBuild, "tebeka", none}

// allPrograms reports whether all of them are. A document needs all.
func allPrograms() bool { return long || *update }

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "exithook-bench-")
	if err != nil {
		panic(err)
	}
	exithook.Defer(func() { os.RemoveAll(dir) })
	shared = builder{dir}
	flag.Parse()
	if !allPrograms() {
		programs = slices.DeleteFunc(programs, func(p *program) bool { return !slices.Contains(few, p.name) })
	}
	os.Exit(m.Run())
}

// The comparison is complete, and what does not depend on the clock is as
// promised.
func TestBench(t *testing.T) {
	t.Parallel()
	buildShared(t)
	b := &bench{builder: shared, rounds: 1, short: 1, largest: 10, blocked: []int{10}, progress: io.Discard, built: module + "/bench/prog/exithook"}
	if long {
		b.built = service // of which the dependencies are compiled for the exithook command, too
	}
	if err := b.measure(); err != nil {
		t.Fatal(err)
	}
	for name, columns := range b.tables() {
		for _, c := range columns {
			for _, p := range []string{model, ours} {
				missing := b.cell(lookup(p), c) == ""
				// These the model does not have.
				if missing != (p == model && (name == "stop" || name == "imports")) {
					t.Errorf("table %s, column %q of %s: %q", name, c.title, p, b.cell(lookup(p), c))
				}
			}
		}
	}
	exact := 0
	for _, target := range b.targets() {
		if target.exact {
			exact++
			if target.Kept != kept {
				t.Errorf("%s: %s", target.Text, target.Measured)
			}
		}
	}
	if exact != 8 {
		t.Errorf("%d targets do not depend on the clock, want 8", exact)
	}
	b.documents(t)
}

// documents checks the files that are written.
func (b *bench) documents(t *testing.T) {
	t.Helper()
	files, err := b.document()
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		if !strings.HasSuffix(name, ".svg") {
			continue
		}
		if err := xml.Unmarshal(text, new(struct{})); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, p := range packages() {
			if !strings.Contains(string(text), ">"+p.name+"</text>") {
				t.Errorf("%s has no %s", name, p.name)
			}
		}
	}
}

// What is not kept is said to be not kept.
func TestTargets(t *testing.T) {
	b := &bench{figures: make(figures), largest: 100, blocked: []int{10}}
	for _, target := range b.targets() {
		if target.Kept != notKept {
			t.Errorf("not refused without a measurement: %s", target.Text)
		}
	}
}

func TestNotMore(t *testing.T) {
	f := make(figures)
	for i := range 8 {
		f.add("ns", 1, "base", 100+float64(i))
		f.add("ns", 1, "less", 99.5+float64(i))
		f.add("ns", 1, "same", 100.5+float64(i))
		f.add("ns", 1, "more", 110+float64(i))
	}
	for program, want := range map[string]verdict{"base": kept, "less": kept, "same": notShown, "more": notKept, "none": notKept} {
		if got := f.notMore(figure{"ns", 1, program}, figure{"ns", 1, "base"}); got != want {
			t.Errorf("%s: %q, want %q", program, got, want)
		}
	}
}

func TestAtMost(t *testing.T) {
	f := make(figures)
	for i := range 8 {
		f.add("ns", 1, "base", 100+float64(i))
		f.add("ns", 1, "less", 149.5+float64(i))
		f.add("ns", 1, "same", 152.5+float64(i))
		f.add("ns", 1, "more", 170+float64(i))
	}
	for program, want := range map[string]verdict{"less": kept, "same": notShown, "more": notKept, "none": notKept} {
		if got := f.atMost(1.5, figure{"ns", 1, program}, figure{"ns", 1, "base"}); got != want {
			t.Errorf("%s: %q, want %q", program, got, want)
		}
	}
}

func TestText(t *testing.T) {
	f := make(figures)
	for i := range 8 {
		f.add("ns", 1, "base", 100+float64(i))
		f.add("ns", 1, "same", 100.5+float64(i))
		f.add("ns", 1, "slow", 1000+10*float64(i))
		f.add("ns", 1, "equal", 5)
	}
	for program, want := range map[string]string{
		"base": "104 ±3%", "same": "104 ±3% (~)", "slow": "1,035 ±3% (10×)", "equal": "5 (0.0483×)", "none": "",
	} {
		if got := f.text(figure{"ns", 1, program}, "base"); got != want {
			t.Errorf("%s: %q, want %q", program, got, want)
		}
	}
}

func TestInterval(t *testing.T) {
	f := make(figures)
	for i := range 8 {
		f.add("ns", 1, "around zero", float64(i)-4)
	}
	if got, want := f.text(figure{"ns", 1, "around zero"}, ""), "-0.5 (-4 to 2)"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestNumber(t *testing.T) {
	for v, want := range map[float64]string{
		0: "0", 0.0123: "0.0123", 1: "1", 1.234: "1.23", 12.34: "12.3", 12: "12", 123.4: "123", -1234: "-1,234", 1234567: "1,234,567",
	} {
		if got := number(v); got != want {
			t.Errorf("number(%v) = %q, want %q", v, got, want)
		}
	}
	if got := number(math.NaN()); got != "NaN" {
		t.Error(got)
	}
}

// The costs of what a program does over and over, for go test -bench.

func BenchmarkAddStop(b *testing.B) {
	b.ReportAllocs()
	f := func() {}
	for b.Loop() {
		exithook.Defer(f).Stop()
	}
}

func BenchmarkAddStopParallel(b *testing.B) {
	b.ReportAllocs()
	f := func() {}
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			exithook.Defer(f).Stop()
		}
	})
}

func BenchmarkRunOfTenHooks(b *testing.B) {
	b.ReportAllocs()
	f := func() {}
	for b.Loop() {
		for range 10 {
			exithook.Defer(f)
		}
		exithook.Run(0)
	}
}

func BenchmarkStatus(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		exithook.Status()
	}
}
