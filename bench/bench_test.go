// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/exithook/exithook"
)

// The comparison is complete, and what does not depend on the machine is as
// promised.
func TestBench(t *testing.T) {
	b := &bench{dir: t.TempDir(), hooks: 1000, progress: io.Discard}
	if err := b.measure(1); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	b.print(&out)
	t.Logf("\n%s", &out)
	for _, r := range rows {
		for _, p := range []string{"model", "exithook", "exithook build"} {
			if n := len(b.figures[r.figure][p]); n != 1 && !(p == "model" && strings.HasPrefix(r.figure, "stop_")) {
				t.Errorf("%d figures %s of %s", n, r.figure, p)
			}
		}
	}
	for _, p := range []string{"exithook", "exithook build"} {
		for figure, most := range map[string]float64{"add_allocs": 1.1, "run_allocs": 0.1, "stop_allocs": 1.1} {
			if got := median(b.figures[figure][p]); got > most {
				t.Errorf("%s of %s: %v, want at most %v", figure, p, got, most)
			}
		}
	}
}

func TestMedian(t *testing.T) {
	for want, list := range map[float64][]float64{2: {3, 1, 2}, 2.5: {4, 1, 3, 2}, 7: {7}} {
		if got := median(list); got != want {
			t.Errorf("median(%v) = %v, want %v", list, got, want)
		}
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
