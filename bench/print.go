// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import (
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"text/tabwriter"
)

// A row is a figure of all programs.
type row struct{ figure, text, unit string }

var rows = []row{
	{"add_ns", "add a hook", "ns"},
	{"add_allocs", "add a hook", "allocations"},
	{"run_ns", "run a hook", "ns"},
	{"run_allocs", "run a hook", "allocations"},
	{"stop_ns", "add and stop a hook, of 1,000", "ns"},
	{"stop_allocs", "add and stop a hook, of 1,000", "allocations"},
	{"blocked_cpu_ms", "10 exits wait for a hook of 500 ms", "ms of CPU"},
	{"process_ms", "a process that does nothing", "ms"},
	{"process_cpu_ms", "a process that does nothing", "ms of CPU"},
}

// print prints what was measured.
func (b *bench) print(out io.Writer) {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	header := []string{"", ""}
	for _, p := range programs {
		header = append(header, p.name)
	}
	fmt.Fprintln(w, strings.Join(header, "\t"))
	for _, r := range rows {
		cells := []string{r.text, r.unit}
		for _, p := range programs {
			cells = append(cells, b.cell(r, p.name))
		}
		fmt.Fprintln(w, strings.Join(cells, "\t"))
	}
	w.Flush()
	fmt.Fprintln(out, "In brackets: the ratio to the model in the same round. Medians of all rounds.")
	fmt.Fprintln(out)
	b.printBuilds(out)
	fmt.Fprintf(out, "%s, %s/%s, %d processors\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
}

// cell is the median, and its ratio to the first program if that has one.
func (b *bench) cell(r row, program string) string {
	all := b.figures[r.figure][program]
	if all == nil {
		return "-"
	}
	text := fmt.Sprintf("%.3g", median(all))
	base := b.figures[r.figure][programs[0].name]
	if program == programs[0].name || base == nil || r.unit == "allocations" {
		return text
	}
	return fmt.Sprintf("%s (%.2g×)", text, median(ratios(all, base)))
}

// printBuilds compares the builds with what is promised of them.
func (b *bench) printBuilds(out io.Writer) {
	for _, r := range []row{
		{"build_ms", "build again, nothing has changed", "ms"},
		{"link_ms", "build again, the binary was removed", "ms"},
	} {
		plain, ours := b.figures[r.figure]["go"], b.figures[r.figure]["exithook"]
		limits := make([]float64, len(plain))
		within := 0
		for i, v := range plain {
			limits[i] = 1.2*v + 100
			if ours[i] <= limits[i] {
				within++
			}
		}
		fmt.Fprintf(out, "%s: go %.0f ms, exithook %.0f ms (%.2f×); 1.2× and 100 ms are %.0f ms, kept in %d of %d rounds\n",
			r.text, median(plain), median(ours), median(ratios(ours, plain)), median(limits), within, len(plain))
	}
}

func ratios(a, b []float64) []float64 {
	list := make([]float64, len(a))
	for i := range a {
		list[i] = a[i] / b[i]
	}
	return list
}

func median(list []float64) float64 {
	list = slices.Sorted(slices.Values(list))
	n := len(list)
	return (list[(n-1)/2] + list[n/2]) / 2
}
