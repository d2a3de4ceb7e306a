// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package e2e

import (
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// covering is a build that counts what is run.
func (b *build) covering() *build {
	return &build{name: b.name + " -cover", flags: slices.Concat(b.flags, []string{"-cover"}), link: b.link, panics: b.panics}
}

// TestCounters has programs that are built with -cover write their counters, whichever
// way they end.
func TestCounters(t *testing.T) {
	t.Parallel()
	for _, b := range []*build{link.covering(), full.covering()} {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			b.writesCounters(t, "status 3", "success", "3")
			b.writesCounters(t, "status 2", "panic", "Go", "error")
			b.writesCounters(t, "status 2", "panic", "RunOnPanic", "nilmap")
			b.writesCounters(t, "status 2", "panic", "Main", "value")
			b.writesCounters(t, "status 2", "panic-late", "0")
			b.writesCounters(t, "status 2", "hook-panics", "0")
			b.writesCounters(t, "status 2", "deadline", "200ms")
			b.writesCounters(t, "status 2", "main-goexit")
			if b.panics {
				b.writesCounters(t, "status 2", "panic", "go", "error")
				b.writesCounters(t, "status 2", "panic", "main", "range")
			}
			if b.hasSignals() && b.goos() != "windows" {
				b.writesCounters(t, "signal: terminated", "signal", "15")
			}
		})
	}
}

// writesCounters runs a mode of prog that adds a hook, which is to be counted.
func (b *build) writesCounters(t *testing.T, ending string, args ...string) {
	t.Helper()
	dir := t.TempDir()
	r := run{build: b, args: args, env: []string{"GOCOVERDIR=" + dir}}.do(t)
	if r.ending() != ending {
		t.Errorf("%v: want %s, got %v", args, ending, r)
	}
	if files, _ := filepath.Glob(filepath.Join(dir, "covcounters.*")); len(files) != 1 {
		t.Errorf("%v: %d files of counters, want 1", args, len(files))
		return
	}
	cmd := exec.Command("go", "tool", "covdata", "func", "-i="+dir)
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "main.go") {
		t.Errorf("%v: %v: %s", cmd.Args, err, out)
	}
	for _, line := range strings.Split(string(out), "\n") {
		if f := strings.Fields(line); len(f) == 3 && f[1] == "add" && f[2] == "0.0%" {
			t.Errorf("%v: %s", args, line)
		}
	}
}
