// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package e2e

import (
	"os"
	"slices"
	"testing"
)

// A scenario is a way to use and to end a program.
type scenario struct {
	n         int
	title     string
	nolink    string   // why it cannot be had without the link
	on        []string // the operating systems that have it, if not all
	elsewhere string   // the tests that have it, if not those of this package
	foreign   bool     // whether it is run on systems that are emulated
}

const uncovered = "os.Exit is not covered; tested is that no hook runs"

// scenarioCount is how many scenarios there must be.
const scenarioCount = 53

var scenarios = []scenario{
	{n: 1, title: "the model's six programs", nolink: uncovered, foreign: true},
	{n: 2, title: "add A, B, C", foreign: true},
	{n: 3, title: "128, 256, 10,000, 1,000,000 hooks", foreign: true},
	{n: 4, title: "the same function added twice", foreign: true},
	{n: 5, title: "a hook adds a hook", foreign: true},
	{n: 6, title: "Add after the last hook has finished", foreign: true},
	{n: 7, title: "1,000 goroutines add 1,000 hooks each while one exits", foreign: true},
	{n: 8, title: "add, stop, run mixed, 10 × 100 goroutines", foreign: true},
	{n: 9, title: "Stop: first true, then false", foreign: true},
	{n: 10, title: "a hook stops a pending hook", foreign: true},
	{n: 11, title: "add and stop pairs with 1,000 live hooks", foreign: true},
	{n: 12, title: "10 concurrent exits with code 0, slow hook", foreign: true},
	{n: 13, title: "16 goroutines exit with different codes", foreign: true},
	{n: 14, title: "1,000 blocked exits during a 2 s hook"},
	{n: 15, title: "exit on a worker goroutine while main waits", foreign: true},
	{n: 16, title: "log.Fatal in a dependency's goroutine", nolink: uncovered, foreign: true},
	{n: 17, title: "a hook calls exit on its own goroutine", foreign: true},
	{n: 18, title: "third-party log.Fatal in a hook", nolink: uncovered, foreign: true},
	{n: 19, title: "a hook waits for a goroutine that exits", foreign: true},
	{n: 20, title: "the middle hook panics", foreign: true},
	{n: 21, title: "three hooks panic", foreign: true},
	{n: 22, title: "a hook calls runtime.Goexit", foreign: true},
	{n: 23, title: "nil F", foreign: true},
	{n: 24, title: "a hook overruns its own Timeout", foreign: true},
	{n: 25, title: "the whole deadline passes"},
	{n: 26, title: "a stuck hook: tight loop, system call, locked mutex"},
	{n: 27, title: "success-only hooks on failure", foreign: true},
	{n: 28, title: "Status in a hook", foreign: true},
	{n: 29, title: "Exiting channel", foreign: true},
	{n: 30, title: "Run(code) twice, Add between", foreign: true},
	{n: 31, title: "os.Exit in an init function of another package", foreign: true},
	{n: 32, title: "os.Exit in TestMain, and a test binary that panics"},
	{n: 33, title: "main calls runtime.Goexit, other goroutines finish", foreign: true},
	{n: 34, title: "panic in main, in a Go goroutine, nil map, out of range", foreign: true},
	{n: 35, title: "recovered panic", foreign: true},
	{n: 36, title: "panic in another goroutine while hooks run", foreign: true},
	{n: 37, title: "SIGINT, SIGTERM, SIGHUP, from itself and from outside", on: unixes, foreign: true},
	{n: 38, title: "second signal during a slow hook", on: unixes, foreign: true},
	{n: 39, title: "as PID 1", on: []string{"linux"}},
	{n: 40, title: "the program's own Notify for the same signal", on: unixes, foreign: true},
	{n: 41, title: "SIGTERM while an HTTP server has requests in flight", on: unixes},
	{n: 42, title: "testprog with a blank import", elsewhere: "see package testprog"},
	{n: 43, title: "no hooks, no exit"},
	{n: 44, title: "the link switched off, a toolchain above the bound", foreign: true},
	{n: 45, title: "one goroutine panics, another exits 0", foreign: true},
	{n: 46, title: "events of a console: Ctrl-C, Ctrl-Break, close, log-off", on: windows, foreign: true},
	{n: 47, title: "a second event, and hooks that take too long for a close", on: windows, foreign: true},
	{n: 48, title: "exits that wait, and JavaScript's timers", on: javascript, foreign: true},
	{n: 49, title: "a hook waits for JavaScript, an exit in its event", on: javascript, foreign: true},
	{n: 50, title: "standard error: gone, full, closed, a terminal that hung up", on: linux},
	{n: 51, title: "threads that cannot be stopped, and a hook that overruns", on: linux},
	{n: 52, title: "a panic value whose text exits, panics, blocks, goexits"},
	{n: 53, title: "Exiting and exits in a synctest bubble", nolink: "a bubble cannot be left; tested is that Exiting says so"},
}

var unixes = []string{"linux", "darwin", "freebsd", "openbsd", "netbsd", "dragonfly", "solaris", "illumos", "aix"}

var linux, windows, javascript = []string{"linux"}, []string{"windows"}, []string{"js"}

// notOn says why a scenario cannot be had on the operating system of a build.
func (s scenario) notOn(b *build) string {
	if s.on != nil && !slices.Contains(s.on, b.goos()) {
		return "not on " + b.goos()
	}
	return ""
}

// conform runs a scenario in every build in which it can be had, all at the
// same time and together with others.
func conform(t *testing.T, n int, f func(t *testing.T, b *build)) {
	t.Helper()
	t.Parallel()
	conformIn(t, n, (*testing.T).Parallel, f)
}

// conformAlone is conform for tests that measure: one build after the other,
// and no other test at the same time.
func conformAlone(t *testing.T, n int, f func(t *testing.T, b *build)) {
	t.Helper()
	conformIn(t, n, func(*testing.T) {}, f)
}

func conformIn(t *testing.T, n int, begin func(*testing.T), f func(t *testing.T, b *build)) {
	t.Helper()
	i := slices.IndexFunc(scenarios, func(s scenario) bool { return s.n == n })
	if i < 0 {
		t.Fatalf("scenario %d is not in the table", n)
	}
	for _, b := range allBuilds {
		if why := scenarios[i].notFor(b); why != "" {
			results.put(n, b, why)
			continue
		}
		t.Run(b.name, func(t *testing.T) {
			t.Cleanup(func() { record(t, n, b) })
			begin(t)
			f(t, b)
		})
	}
}

// notFor is the result of a scenario that cannot be had in a build, or is not
// asked for.
func (s scenario) notFor(b *build) string {
	switch {
	case s.notOn(b) != "":
		return "n/a: " + s.notOn(b)
	case !b.link && s.nolink != "":
		return "n/a: " + s.nolink
	case b.emulated() && !s.foreign:
		return "n/a: not run on systems that are emulated"
	case !b.has(s.n):
		return notAskedFor
	case b.problem() != "":
		return "n/a: " + b.problem()
	}
	return ""
}

const (
	notPermitted = "not permitted here"
	notAskedFor  = "not run: EXITHOOK_LONG=1 runs it"
)

func record(t *testing.T, n int, b *build) {
	switch {
	case t.Failed():
		results.put(n, b, "FAIL")
	case t.Skipped():
		results.put(n, b, "n/a: "+notPermitted)
	default:
		results.put(n, b, "pass")
	}
}

// unpermitted skips a test that needs more than this machine gives, which is
// a failure where everything must be tested.
func unpermitted(t *testing.T, why string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatal(why)
	}
	t.Skip(why)
}

// TestProblems has what is missing on this machine.
func TestProblems(t *testing.T) {
	for _, b := range allBuilds {
		if b.unused() {
			continue
		}
		t.Run(b.name, func(t *testing.T) {
			if problem := b.problem(); problem != "" {
				unpermitted(t, problem)
			}
		})
	}
}
