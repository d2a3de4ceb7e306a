// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package upstream

import (
	"fmt"
	"os/exec"
	"slices"
	"testing"
	"time"
)

// costs is the folder of the program that measures, in that of the runtime.
const costs = "testdata/exithookcosts"

// A sample is what was measured of the change, or without it.
type sample struct {
	empty, ten float64 // nanoseconds of Run, with no hook and with ten that do nothing
	mallocs    int     // of a thousand runs without hooks
	process    float64 // microseconds of CPU of a process that exits, without hooks
	blocked    float64 // the same of one in which ten exits are blocked for a second
}

// testCosts measures the change and what is without it in turn. The ratios of what
// was measured one after the other are what can be compared, and they are only
// printed: a busy machine must not fail the test.
func testCosts(t *testing.T, x trees) {
	dir := "runtime/" + costs
	exes := [2][2]string{}
	for i, c := range []toolchain{x.changed, x.unchanged} {
		exes[i] = [2]string{c.build(t, dir), c.build(t, "runtime/"+program)}
	}
	var samples [2][]sample
	for range 5 {
		for i := range exes {
			samples[i] = append(samples[i], measure(t, exes[i][0], exes[i][1]))
		}
	}
	for _, s := range samples[0] {
		if s.mallocs != 0 {
			t.Errorf("%d allocations in a thousand exits without hooks", s.mallocs)
		}
	}
	for name, of := range map[string]func(s sample) float64{
		"Run without hooks, ns":               func(s sample) float64 { return s.empty },
		"Run with 10 hooks, ns":               func(s sample) float64 { return s.ten },
		"CPU of an exit, µs":                  func(s sample) float64 { return s.process },
		"CPU of 10 exits blocked for 1 s, µs": func(s sample) float64 { return s.blocked },
	} {
		var a, b, ratio []float64
		for i := range samples[0] {
			a, b = append(a, of(samples[0][i])), append(b, of(samples[1][i]))
			ratio = append(ratio, a[i]/b[i])
		}
		t.Logf("%-36s %9.1f, unchanged %9.1f, ratio %.4f (%.4f to %.4f)", name, median(a), median(b), median(ratio), slices.Min(ratio), slices.Max(ratio))
	}
}

func measure(t *testing.T, costs, program string) (s sample) {
	t.Helper()
	var empty, ten int
	out, err := exec.Command(costs, "10").CombinedOutput()
	if n, _ := fmt.Sscan(string(out), &empty, &ten, &s.mallocs); err != nil || n != 3 {
		t.Fatalf("%v\n%s", err, out)
	}
	s.empty, s.ten = float64(empty)/1000, float64(ten)/1000
	const processes = 100
	for range processes {
		s.process += cpu(t, costs) / processes
	}
	s.blocked = cpu(t, program, "-mode", "blocked")
	return s
}

// cpu returns the microseconds of CPU that a program takes.
func cpu(t *testing.T, name string, args ...string) float64 {
	cmd := exec.Command(name, args...)
	if err := cmd.Run(); cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return float64(cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime()) / float64(time.Microsecond)
}

func median(values []float64) float64 {
	return slices.Sorted(slices.Values(values))[len(values)/2]
}
