// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package upstream

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
)

// A suite is tests of one package of Go.
type suite struct {
	pkg   string
	run   string   // which tests, all of them if empty
	race  string   // which of them with -race, unless the word long is there
	long  string   // tests that are left out unless the word long is there
	least int      // so many pass
	some  []string // and these are among them, if they are run
}

// suites are the tests of what could tell the difference: how programs end, what
// has exit hooks, and what the runtime may import.
var suites = []suite{
	{
		pkg:   "runtime",
		run:   "ExitHook|Panic|Goexit|Deadlock|Crash|NoHelperGoroutines|Recover|Abort|Throw|Fatal",
		race:  "ExitHook|Goexit|PanicRace|RecursivePanic|CrashHandler|NoHelperGoroutines",
		least: 10,
		some: []string{"TestExitHooks", "TestExitHookDeadlock", "TestGoexitDeadlock", "TestSimpleDeadlock", "TestPanicAfterGoexit",
			"TestRecoveredPanicAfterGoexit", "TestPanicDeadlockGosched", "TestPanicRace", "TestRecursivePanic", "TestCrashHandler", "TestNoHelperGoroutines"},
	},
	{pkg: "os", least: 150, some: []string{"TestStatError"}},
	{pkg: "internal/coverage/cfile", long: "^TestIssue", least: 8, some: []string{"TestCoverageApis"}},
	{pkg: "go/build", run: "^TestDependencies$", least: 1, some: []string{"TestDependencies"}},
}

func testGo(t *testing.T, x trees) {
	for _, flag := range []string{"-race=false", "-race"} {
		for _, s := range suites {
			if flag == "-race" && s.race != "" && !long {
				s.run = s.race
			}
			t.Run(s.pkg+flag, func(t *testing.T) { t.Parallel(); s.check(t, x, flag) })
		}
	}
	if long {
		whole := suite{pkg: "runtime", least: 500, some: []string{"TestGoroutineProfile"}}
		t.Run("runtime-short", func(t *testing.T) { t.Parallel(); whole.check(t, x, "-short") })
	}
}

// check runs a suite with the change. What fails then is run again, because some of
// these tests do now and then on a busy machine, and what fails twice must fail
// without the change too.
func (s suite) check(t *testing.T, x trees, flag string) {
	skip := s.long
	if long {
		skip = ""
	}
	got := results(t, x.changed, x.changed.src(), s.pkg, flag, s.run, skip)
	if again := with(got, "fail"); len(again) > 0 {
		t.Logf("run again: %s", again)
		maps.Copy(got, results(t, x.changed, x.changed.src(), s.pkg, flag, pattern(again), ""))
	}
	passed, failed := with(got, "pass"), with(got, "fail")
	t.Logf("%d of %d tests pass, %d are skipped, these fail: %s", len(passed), len(got), len(with(got, "skip")), failed)
	if len(passed) < s.least {
		t.Errorf("%d tests pass, want at least %d", len(passed), s.least)
	}
	for _, name := range s.some {
		// With -race, the runtime's tests of deadlocks are skipped, and others not run.
		if got[name] != "pass" && (flag != "-race" || got[name] == "fail") {
			t.Errorf("%s: %q", name, got[name])
		}
	}
	if len(failed) == 0 {
		return
	}
	unchanged := results(t, x.base, x.base.src(), s.pkg, flag, pattern(failed), "")
	for _, name := range failed {
		if unchanged[name] != "fail" {
			t.Errorf("%s fails, and without the change the result is %q", name, unchanged[name])
		}
	}
}

// with returns those tests whose result is as given.
func with(results map[string]string, result string) []string {
	var names []string
	for name, r := range results {
		if r == result {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// pattern matches the tests that have the names, or have tests that do.
func pattern(names []string) string {
	tops := map[string]bool{}
	for _, name := range names {
		top, _, _ := strings.Cut(name, "/")
		tops[top] = true
	}
	return "^(" + strings.Join(slices.Sorted(maps.Keys(tops)), "|") + ")$"
}

// results runs tests and returns what became of each.
func results(t *testing.T, c toolchain, dir, pkg, flag, run, skip string) map[string]string {
	t.Helper()
	out, err := c.run(dir, "test", "-json", "-count=1", "-vet=off", "-timeout=10m", flag, "-run="+run, "-skip="+skip, pkg)
	results := map[string]string{}
	for line := range bytes.Lines(out) {
		var event struct{ Action, Test string }
		if err := json.Unmarshal(line, &event); err != nil {
			t.Fatalf("%v, in %q", err, line)
		}
		if event.Test != "" && slices.Contains([]string{"pass", "fail", "skip"}, event.Action) {
			results[event.Test] = event.Action
		}
	}
	if len(results) == 0 {
		t.Fatalf("no test was run: %v\n%s", err, out)
	}
	return results
}
