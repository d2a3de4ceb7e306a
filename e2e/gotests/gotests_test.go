// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package gotests

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A suite is tests of one package of Go.
type suite struct {
	pkg   string
	run   string   // which tests, all of them if empty
	long  string   // tests that are left out in brief
	least int      // so many pass
	some  []string // and these are among them
}

// suites are the tests of what could tell the difference: how programs end, and
// what the runtime may import.
var suites = []suite{
	{
		pkg:   "runtime",
		run:   "Exit|Panic|Goexit|Deadlock|Crash|NoHelperGoroutines|Recover|Abort|Throw|Fatal|Breakpoint|Signal|Traceback",
		least: 100,
		some: []string{"TestExitHooks", "TestNoHelperGoroutines", "TestGoexitDeadlock", "TestSimpleDeadlock", "TestCrashHandler",
			"TestRecursivePanic", "TestPanicAfterGoexit", "TestRecoveredPanicAfterGoexit", "TestNetpollDeadlock",
			"TestPanicDeadlockGosched", "TestPanicRace", "TestCgoCrashHandler"},
	},
	{pkg: "runtime/debug", least: 10, some: []string{"TestSetCrashOutput", "TestPanicOnFault"}},
	{pkg: "os/signal", least: 10, some: []string{"TestSignal", "TestTerminalSignal"}},
	{pkg: "internal/coverage/cfile", long: "^TestIssue", least: 8, some: []string{"TestCoverageApis"}},
	{pkg: "testing", least: 50, some: []string{"TestTBHelper"}},
	{pkg: "go/build", run: "^TestDependencies$", least: 1, some: []string{"TestDependencies"}},
}

func TestGo(t *testing.T) {
	if os.Getenv("EXITHOOK_GOTESTS") == "" {
		t.Skip("set EXITHOOK_GOTESTS=1 to run the tests of Go itself with the changed runtime")
	}
	s := newShell(t)
	s.checkRuntime(t)
	for _, x := range suites {
		t.Run(x.pkg, func(t *testing.T) { s.check(t, x) })
	}
}

// A shell runs the go command in the build that the exithook command makes.
type shell struct{ command, dir string }

func newShell(t *testing.T) *shell {
	s := &shell{command: filepath.Join(t.TempDir(), "exithook.exe"), dir: t.TempDir()}
	if out, err := exec.Command("go", "build", "-o", s.command, "github.com/exithook/exithook/cmd/exithook").CombinedOutput(); err != nil {
		t.Fatalf("building exithook: %v\n%s", err, out)
	}
	for name, text := range map[string]string{"go.mod": "module m\n\ngo 1.25\n", "main.go": "package main\n\nfunc main() {}\n"} {
		if err := os.WriteFile(filepath.Join(s.dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// output runs a command in the environment that "exithook env" prints. With
// changed false, only the overlay is left out, so that nothing else differs.
func (s *shell) output(changed bool, args ...string) ([]byte, error) {
	script := `vars=$("$0" env) || exit 3; set -a; eval "$vars"; `
	if !changed {
		script += "GOFLAGS=; "
	}
	cmd := exec.Command("sh", slices.Concat([]string{"-c", script + `exec "$@"`, s.command}, args)...)
	cmd.Dir = s.dir
	cmd.Env = append(cmd.Environ(), "GOWORK=off")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		err = fmt.Errorf("%s: %w\n%s", strings.Join(args, " "), err, &stderr)
	}
	return out, err
}

// checkRuntime sees to it that the line is in the changed build, and only there.
func (s *shell) checkRuntime(t *testing.T) {
	for _, changed := range []bool{false, true} {
		if _, err := s.output(changed, "go", "build", "-o", "m.exe"); err != nil {
			t.Fatal(err)
		}
		out, err := s.output(changed, "go", "tool", "nm", "m.exe")
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(out, []byte("runtime.exithookPanic")) != changed {
			t.Fatalf("changed is %v, and the symbols of the program say otherwise", changed)
		}
	}
}

// check runs a suite with the changed runtime. What does not pass then is run
// again, because a few of these tests fail now and then on a busy machine, and what
// still does not is run with the unchanged one.
func (s *shell) check(t *testing.T, x suite) {
	skip := ""
	if os.Getenv("EXITHOOK_GOTESTS") == "brief" {
		skip = x.long
	}
	got := s.results(t, true, x.pkg, x.run, skip)
	others := notPassed(got)
	if len(others) > 0 {
		t.Logf("run again: %s", others)
		maps.Copy(got, s.results(t, true, x.pkg, pattern(others), ""))
		others = notPassed(got)
	}
	passed := len(got) - len(others)
	t.Logf("%d of %d tests pass, not %s", passed, len(got), others)
	if passed < x.least {
		t.Errorf("%d tests pass, want at least %d", passed, x.least)
	}
	for _, name := range x.some {
		if got[name] == "" {
			t.Errorf("there is no %s", name)
		}
	}
	if len(others) == 0 {
		return
	}
	unchanged := s.results(t, false, x.pkg, pattern(others), "")
	for _, name := range others {
		if got[name] != unchanged[name] {
			t.Errorf("%s: %s, and with the unchanged runtime %s", name, got[name], unchanged[name])
		}
	}
}

func notPassed(results map[string]string) []string {
	var names []string
	for name, action := range results {
		if action != "pass" {
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
func (s *shell) results(t *testing.T, changed bool, pkg, run, skip string) map[string]string {
	out, err := s.output(changed, "go", "test", "-json", "-count=1", "-vet=off", "-timeout=5m", "-run="+run, "-skip="+skip, pkg)
	if exit := (*exec.ExitError)(nil); err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 1) {
		t.Fatal(err)
	}
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
