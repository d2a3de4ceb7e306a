// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build !plan9

package exithook_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/exithook/exithook"
)

func init() {
	programs["exitsAfterLateExit"] = exitsAfterLateExit
	programs["unsets"] = func() { os.Unsetenv("EXITHOOK"); exithook.Exit(0) }
	programs["changes"] = func() { os.Setenv("EXITHOOK", "report"); exithook.Exit(0) }
}

// exitsAfterLateExit has hooks of several outcomes, and a later exit.
func exitsAfterLateExit() {
	exithook.Add(exithook.Hook{Name: "skipped", F: func() {}})
	exithook.Add(exithook.Hook{Name: "panics", RunOnFailure: true, F: func() { panic("boo") }})
	exithook.Add(exithook.Hook{Name: "waits", RunOnFailure: true, F: func() {
		go exithook.Exit(9)
		for len(later()) == 0 {
			runtime.Gosched()
		}
	}})
	exithook.Exit(3)
}

func later() []exithook.ReportedEnd {
	r, _ := exithook.CurrentReport()
	return r.Later
}

func TestReportText(t *testing.T) {
	t.Setenv("EXITHOOK", "report")
	stdout, stderr := child(t, "Example")
	if stdout != "flush the log\nclose the database\nexit status 3\n" {
		t.Errorf("standard output %q", stdout)
	}
	for _, want := range []string{
		"exithook: exit 3, exithook.Exit at example_exit_test.go:",
		"\ngithub.com/exithook/exithook.Exit(",
		"hooks: 2, in ",
		" ok        github.com/exithook/exithook_test.Example.func2 (example_exit_test.go:",
	} {
		if !strings.Contains(stderr, want) {
			t.Errorf("no %q in\n%s", want, stderr)
		}
	}
}

func TestReportJSON(t *testing.T) {
	file := filepath.Join(t.TempDir(), "report.json")
	t.Setenv("EXITHOOK", "report=json:"+file)
	child(t, "exitsAfterLateExit")
	child(t, "ExampleGo")
	lines := strings.SplitAfter(readFile(t, file), "\n")
	if len(lines) != 3 {
		t.Fatalf("want two lines, each of a process:\n%s", lines)
	}
	const pkg = "github.com/exithook/exithook_test."
	wants := []string{
		"3 exithook.Exit " + pkg + "exitsAfterLateExit; waits ok, panics panicked, skipped skipped; later 9 exithook.Exit",
		"2 panic " + pkg + "ExampleGo.func2; " + pkg + "ExampleGo.func1 ok; later",
	}
	for i, want := range wants {
		if got := digest(t, lines[i]); got != want {
			t.Errorf("got  %s\nwant %s\nin %s", got, want, lines[i])
		}
	}
}

func digest(t *testing.T, line string) string {
	type exit struct {
		Code      int
		Via, Func string
	}
	var r struct {
		exit
		Hooks []struct{ Name, Outcome string }
		Later []exit
	}
	if err := json.Unmarshal([]byte(line), &r); err != nil {
		t.Fatalf("%v: %s", err, line)
	}
	json.Unmarshal([]byte(line), &r.exit)
	var hooks []string
	for _, h := range r.Hooks {
		hooks = append(hooks, h.Name+" "+h.Outcome)
	}
	text := fmt.Sprintf("%d %s %s; %s; later", r.Code, r.Via, r.Func, strings.Join(hooks, ", "))
	for _, l := range r.Later {
		text += fmt.Sprintf(" %d %s", l.Code, l.Via)
	}
	return text
}

// If the file cannot be written, standard error says so and has the report.
func TestReportFileFails(t *testing.T) {
	file := filepath.Join(t.TempDir(), "no", "such", "folder")
	t.Setenv("EXITHOOK", "report=json:"+file)
	_, stderr := child(t, "Example")
	if !strings.Contains(stderr, "exithook: EXITHOOK: report=json:"+file+": ") || !strings.Contains(stderr, "\nexithook: exit 3, exithook.Exit at ") {
		t.Errorf("standard error:\n%s", stderr)
	}
}

func TestNoReport(t *testing.T) {
	t.Setenv("EXITHOOK", "")
	if _, stderr := child(t, "Example"); stderr != "" {
		t.Errorf("standard error:\n%s", stderr)
	}
}

// What is unknown is reported, and the rest counts.
func TestUnknownSetting(t *testing.T) {
	t.Setenv("EXITHOOK", "reports,report")
	_, stderr := child(t, "Example")
	const want = `exithook: EXITHOOK: "reports" is unknown: known are timeout=DURATION, report, report=text:FILE and report=json:FILE, with commas between them
exithook: exit 3, exithook.Exit at example_exit_test.go:`
	if !strings.HasPrefix(stderr, want) {
		t.Errorf("standard error:\n%s", stderr)
	}
}

// JSON is what encoding/json reads, and both ways of writing agree.
func TestReportIsReadAsItIsWritten(t *testing.T) {
	exithook.RecordHooks()
	exithook.Add(exithook.Hook{Name: "skipped", F: func() {}})
	var want exithook.Report
	var line []byte
	exithook.Defer(func() {
		r, recorded := exithook.CurrentReport()
		if !recorded {
			t.Error("hooks are not recorded")
		}
		want, line = *r, r.JSON()
	})
	exithook.Run(1)
	want.Later = []exithook.ReportedEnd{} // of which there are none
	var got exithook.Report
	if err := json.Unmarshal(line, &got); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) || len(got.Hooks) != 2 {
		t.Errorf("got\n%+v\nwant\n%+v", got, want)
	}
}

// A program may change the variable while it runs.
func TestReportChanged(t *testing.T) {
	t.Setenv("EXITHOOK", "report=json:"+filepath.Join(t.TempDir(), "report"))
	if _, stderr := child(t, "unsets"); stderr != "" {
		t.Errorf("unset: standard error:\n%s", stderr)
	}
	if _, stderr := child(t, "changes"); !strings.HasPrefix(stderr, "exithook: exit 0") {
		t.Errorf("changed: standard error:\n%s", stderr)
	}
}

func ExampleCurrentReport() {
	exithook.RecordHooks()
	exithook.Defer(func() {
		r, _ := exithook.CurrentReport()
		fmt.Println(r.Cause, r.Code)
		for _, h := range r.Hooks {
			fmt.Println(h.Name, h.Outcome)
		}
	})
	exithook.Add(exithook.Hook{Name: "flush", F: func() {}})
	exithook.Run(0)
	// Output:
	// Run 0
	// flush ok
	// github.com/exithook/exithook_test.ExampleCurrentReport.func1 running
}

func ExampleRecordHooks() {
	exithook.RecordHooks() // before the end begins, for instance at the beginning of main
	exithook.Defer(func() {
		r, _ := exithook.CurrentReport()
		fmt.Println(len(r.Hooks), "hooks")
	})
	exithook.Run(0)
	// Output: 1 hooks
}

func ExampleReport() {
	exithook.RecordHooks()
	exithook.Defer(func() {
		r, _ := exithook.CurrentReport()
		fmt.Println(r.Code, r.Via)
		fmt.Println(strings.Count(string(r.JSON()), "\n"), "line of JSON")
	})
	exithook.Run(3)
	// Output:
	// 3 exithook.Run
	// 1 line of JSON
}

func ExampleReport_Text() {
	r := exithook.Report{
		ReportedEnd: exithook.ReportedEnd{Summary: "exit 1, log.Fatal at server.go:42"},
		Took:        20 * time.Millisecond,
		Hooks: []exithook.ReportedHook{
			{Name: "flush the log", Added: "/src/main.go:20", Outcome: "ok", Took: 10 * time.Millisecond},
			{Name: "close the store", Added: "/src/store.go:31", Outcome: "panicked", Start: 10 * time.Millisecond, Took: 10 * time.Millisecond},
		},
		Later: []exithook.ReportedEnd{{Summary: "exit 143, signal: terminated", Signal: "terminated"}},
	}
	fmt.Print(r.Text())
	// Output:
	// exithook: exit 1, log.Fatal at server.go:42
	// hooks: 2, in 20ms
	//   |=============           | 10ms      ok        flush the log (main.go:20)
	//   |            ============| 10ms      panicked  close the store (store.go:31)
	// later: exit 143, signal: terminated
}

func ExampleReport_JSON() {
	r := exithook.Report{Program: "serve", PID: 7}
	var again exithook.Report
	if err := json.Unmarshal(r.JSON(), &again); err != nil {
		panic(err)
	}
	fmt.Println(again.Program, again.PID)
	// Output: serve 7
}

func ExampleReportedEnd() {
	exithook.RecordHooks()
	exithook.Defer(func() {
		r, _ := exithook.CurrentReport()
		fmt.Println(r.Cause, r.Code, r.Via)
	})
	exithook.Run(3)
	// Output: Run 3 exithook.Run
}

func ExampleReportedHook() {
	exithook.RecordHooks()
	exithook.Defer(func() {
		r, _ := exithook.CurrentReport()
		fmt.Println(r.Hooks[0].Name, r.Hooks[0].Outcome)
	})
	exithook.Add(exithook.Hook{Name: "publish", F: func() {}})
	exithook.Run(1)
	// Output: publish skipped
}
