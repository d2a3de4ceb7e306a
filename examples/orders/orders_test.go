// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/exithook/exithook/examples/internal/trial"
)

// raceFlags is for the build of the service, if the test has the race detector.
var raceFlags []string

func build(t *testing.T, flags ...string) string {
	t.Helper()
	binary, err := trial.Build(t.TempDir(), "orders", append(raceFlags, flags...)...)
	if err != nil {
		t.Fatal(err)
	}
	return binary
}

// TestNothingIsLost ends the service in every way, with requests in flight,
// orders that are not committed, and lines and spans that are not written.
func TestNothingIsLost(t *testing.T) {
	binary := build(t)
	for _, w := range trial.Ways() {
		t.Run(w.Name, func(t *testing.T) {
			r, err := trial.Run(binary, t.TempDir(), w)
			if err != nil {
				t.Fatal(err)
			}
			for _, problem := range r.Problems {
				t.Error(problem)
			}
			if want := w.By + culprit(t, w); !strings.HasPrefix(r.Last, want) {
				t.Errorf("the program was ended by %q, want %q", r.Last, want)
			}
		})
	}
}

// culprit returns the number of the line that ends the program, if w has one.
func culprit(t *testing.T, w trial.Way) string {
	switch w.Path {
	case "/chaos/fatal":
		return lineOf(t, "internal/vendorish/vendorish.go", "log.Fatal(")
	case "/chaos/panic":
		return lineOf(t, "chaos.go", "c.prices[item]++") + ": assignment to entry in nil map"
	case trial.OSExit.Path:
		return lineOf(t, "internal/vendorish/vendorish.go", "os.Exit(")
	}
	return ""
}

func lineOf(t *testing.T, file, code string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.FromSlash(file))
	if err != nil {
		t.Fatal(err)
	}
	before, _, found := bytes.Cut(text, []byte("\t"+code))
	if !found {
		t.Fatalf("%s does not have %s", file, code)
	}
	return fmt.Sprint(1 + bytes.Count(before, []byte("\n")))
}

// TestWithoutHooks shows that there is something to lose, and that the trial
// sees it: in this build, os.Exit does not run the hooks.
func TestWithoutHooks(t *testing.T) {
	binary := build(t, "-tags=exithook_nolink")
	r, err := trial.Run(binary, t.TempDir(), trial.OSExit)
	if err != nil {
		t.Fatal(err)
	}
	if r.Status != trial.OSExit.Status {
		t.Errorf("the status is %q, want %q", r.Status, trial.OSExit.Status)
	}
	if r.Stored >= r.Acked || r.Logged >= r.Answered || r.Exported >= r.Spans || r.Last != "" {
		t.Errorf("something was not lost: %+v", r)
	}
	t.Run("Require", func(t *testing.T) { testRequire(t, binary) })
}

// testRequire checks that, except for trials, such a build does not even start.
func testRequire(t *testing.T, binary string) {
	out, err := exec.Command(binary, "-addr=127.0.0.1:0", "-dir="+t.TempDir()).CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 2 {
		t.Errorf("the service ended with %v, want exit status 2", err)
	}
	const want = "exithook: this program requires exit hooks on ends that are not covered: exits\n"
	if !bytes.HasPrefix(out, []byte(want)) {
		t.Errorf("the service said %q, want %q", out, want)
	}
}
