// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"golang.org/x/perf/benchmath"
)

// figures has what was measured: by name, number of hooks or exits, and program.
type figures map[figure][]float64

type figure struct {
	name    string
	n       int
	program string
}

func (f figures) add(name string, n int, program string, v float64) {
	k := figure{name, n, program}
	f[k] = append(f[k], v)
}

// sample returns a copy of the values, for the statistics of benchstat: medians
// with their 95 % confidence intervals, and the Mann-Whitney U test.
func (f figures) sample(k figure) *benchmath.Sample {
	return benchmath.NewSample(slices.Clone(f[k]), &benchmath.DefaultThresholds)
}

func (f figures) summary(k figure) benchmath.Summary {
	return summarize(f.sample(k))
}

func summarize(s *benchmath.Sample) benchmath.Summary {
	return benchmath.AssumeNothing.Summary(s, 0.95)
}

func (f figures) median(k figure) float64 {
	if len(f[k]) == 0 {
		return math.NaN()
	}
	return f.summary(k).Center
}

// differ reports whether the difference between two figures is significant.
func (f figures) differ(a, b figure) bool {
	c := benchmath.AssumeNothing.Compare(f.sample(a), f.sample(b))
	return c.P <= c.Alpha
}

// notMore tells whether a figure is at most another one. If there are none, it
// is not.
func (f figures) notMore(a, b figure) verdict { return f.atMost(1, a, b) }

// atMost tells whether a figure is at most so many times another one.
func (f figures) atMost(times float64, a, b figure) verdict {
	limit := figure{"limit", 0, ""}
	g := figures{a: f[a]}
	for _, v := range f[b] {
		g.add(limit.name, limit.n, limit.program, times*v)
	}
	switch ratio := g.median(a) / g.median(limit); {
	case ratio <= 1:
		return kept
	case ratio > 1 && !g.differ(a, limit):
		return notShown
	}
	return notKept
}

// ratios returns the ratios of two figures, round by round.
func (f figures) ratios(a, b figure) []float64 {
	list := make([]float64, min(len(f[a]), len(f[b])))
	for i := range list {
		list[i] = f[a][i] / f[b][i]
	}
	return list
}

// text is the median of a figure, how far the confidence interval is from it, and
// its ratio to the figure of base, or ~ if the difference is not significant.
func (f figures) text(k figure, base string) string {
	if len(f[k]) == 0 {
		return ""
	}
	s := f.summary(k)
	text := interval(s)
	k2 := figure{k.name, k.n, base}
	if base == "" || base == k.program || len(f[k2]) == 0 {
		return text
	}
	if !f.differ(k, k2) {
		return text + " (~)"
	}
	return fmt.Sprintf("%s (%s×)", text, number(s.Center/f.summary(k2).Center))
}

// interval is the median, and how far the confidence interval is from it.
func interval(s benchmath.Summary) string {
	switch {
	case s.Lo == s.Hi || math.IsInf(s.Lo, 0):
		return number(s.Center)
	case s.Lo <= 0: // it is no part of it
		return fmt.Sprintf("%s (%s to %s)", number(s.Center), number(s.Lo), number(s.Hi))
	}
	return number(s.Center) + " ±" + s.PctRangeString()
}

// number formats with three digits.
func number(v float64) string {
	switch a := math.Abs(v); {
	case a >= 10e6:
		return fmt.Sprintf("%.0f M", v/1e6)
	case a >= 100:
		return group(int(math.Round(v)))
	case a >= 10:
		return trim(fmt.Sprintf("%.1f", v))
	case a >= 0.001 || a == 0:
		return trim(fmt.Sprintf("%.3g", v))
	}
	return fmt.Sprintf("%.1g", v)
}

func trim(s string) string {
	if len(s) > 2 && s[len(s)-2:] == ".0" {
		return s[:len(s)-2]
	}
	return s
}

// group puts commas between thousands.
func group(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// hooks is a number of hooks.
func hooks(n int) string {
	if n == 1 {
		return "1 hook"
	}
	return group(n) + " hooks"
}
