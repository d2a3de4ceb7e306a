// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package e2e

import (
	"regexp"
	"strings"
	"testing"
	"time"
)

// patience is how long a program may take that has reason never to end: it is one
// that ends by itself, however loaded the machine is.
const patience = 20 * time.Second

// asText asks for a report on standard error.
const asText = "EXITHOOK=report"

// inBuilds runs a test that is no scenario in every build of this system.
func inBuilds(t *testing.T, f func(t *testing.T, b *build)) {
	t.Helper()
	t.Parallel()
	for _, b := range builds {
		t.Run(b.name, func(t *testing.T) {
			if problem := b.problem(); problem != "" {
				unpermitted(t, problem)
			}
			t.Parallel()
			f(t, b)
		})
	}
}

// wantLines checks the end of a program, its output, and that standard error has
// lines, in this order.
func (r result) wantLines(t *testing.T, ending, stdout string, want ...string) {
	t.Helper()
	rest := "\n" + normal(r.stderr)
	for _, line := range want {
		_, after, found := strings.Cut(rest, "\n"+line+"\n")
		if !found {
			t.Errorf("no line %q, or not in its place", line)
			continue
		}
		rest = "\n" + after
	}
	if r.ending() != ending || normal(r.stdout) != stdout || t.Failed() {
		t.Errorf("got:\n%s\nwant: %s, %q", r, ending, stdout)
	}
}

// wantMatches checks the end of a program and its output, and that standard
// error matches patterns, in this order.
func (r result) wantMatches(t *testing.T, ending, stdout string, patterns ...string) {
	t.Helper()
	rest := normal(r.stderr)
	for _, p := range patterns {
		at := regexp.MustCompile(`(?m)` + p).FindStringIndex(rest)
		if at == nil {
			t.Errorf("nothing matches %q, or not in its place", p)
			continue
		}
		rest = rest[at[1]:]
	}
	if r.ending() != ending || normal(r.stdout) != stdout || t.Failed() {
		t.Errorf("got:\n%s\nwant: %s, %q", r, ending, stdout)
	}
}
