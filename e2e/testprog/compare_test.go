// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build linux

package testprog

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// An outcome is what is compared of one run of a program.
type outcome struct {
	text  string   // all of it
	gists []string // what must be the same even if the program varies
}

func newOutcome(status, both, status2, stdout, stderr string) outcome {
	return outcome{
		text: fmt.Sprintf("output in one piece, and %s:\n%s\n\nstandard output:\n%s\n\nstandard error, and %s:\n%s\n",
			status, both, stdout, status2, stderr),
		gists: []string{gist(status, both), gist(status2, strings.TrimLeft(stdout+"\n"+stderr, "\n"))},
	}
}

// A verdict is the result of a comparison.
type verdict int

const (
	different verdict = iota
	identical         // all that was seen is the same
	varying           // the program varies by itself; status and gist are the same
)

// A comparison collects outcomes of the plain program and of the other one.
type comparison struct {
	plain, other []outcome
	known        []string // gists to expect besides those of the plain program
}

// compare runs the plain program twice, to see whether it varies by itself, and
// the other one once. If they are not all the same it goes on, for a program
// that varies once in a while must not be taken for a change, nor the other way
// round.
func (c *comparison) compare(plain, other func() outcome) verdict {
	c.plain = append(c.plain, plain(), plain())
	c.other = append(c.other, other())
	for start := time.Now(); ; {
		v, final := c.verdict()
		if final || len(c.other) >= mostRuns || time.Since(start) > mostTime {
			return v
		}
		c.plain = append(c.plain, plain())
		c.other = append(c.other, other())
	}
}

// The limits of a comparison that remains in doubt.
const (
	mostRuns = 30
	mostTime = 15 * time.Second
)

// verdict returns the verdict on what is there, and whether more runs would
// not change it.
func (c *comparison) verdict() (v verdict, final bool) {
	varies := count(c.plain, c.plain[0].text) < len(c.plain)
	deviating := len(c.other) - count(c.other, c.plain[0].text)
	switch {
	case !varies && deviating == 0:
		return identical, true
	case !varies && deviating == len(c.other) && deviating >= 8:
		return different, true
	case c.strange() != "":
		return different, false
	case varies:
		return varying, true
	case 2*deviating >= len(c.other):
		return different, false
	}
	return varying, false
}

// strange returns a gist that the plain program never had, if there is one.
func (c *comparison) strange() string {
	expected := slices.Clone(c.known)
	for _, o := range c.plain {
		expected = append(expected, o.gists...)
	}
	for _, o := range c.other {
		for _, g := range o.gists {
			if !slices.Contains(expected, g) {
				return g
			}
		}
	}
	return ""
}

func count(list []outcome, text string) (n int) {
	for _, o := range list {
		if o.text == text {
			n++
		}
	}
	return n
}

// report describes a difference.
func (c *comparison) report() string {
	other := c.other[max(0, slices.IndexFunc(c.other, func(o outcome) bool { return o.text != c.plain[0].text }))]
	return fmt.Sprintf("%d of %d runs differ from the first of the plain program, of which %d of %d differ as well\n"+
		"never seen in the plain program: %q\n\nplain program:\n%s\n\nwith the import:\n%s",
		len(c.other)-count(c.other, c.plain[0].text), len(c.other), len(c.plain)-count(c.plain, c.plain[0].text), len(c.plain),
		c.strange(), c.plain[0].text, other.text)
}
