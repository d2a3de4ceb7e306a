// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build unix

package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"text/template"
	"time"

	"golang.org/x/sys/unix"

	"github.com/exithook/exithook/bench/subject"
)

// A row is a scenario, in which the packages are compared.
type row struct {
	scenario string
	title    string
	end      string // which end is not worth a word
	nothing  string // what it means that nothing is printed
	signals  []syscall.Signal
	varies   map[string]varying
}

// varying are the outcomes of a program that is different from run to run: which
// of them comes is up to the scheduler.
type varying struct {
	outcomes []string
	text     string
}

const (
	noHooks = "no hooks run"
	hangs   = "hangs"
)

var rows = []row{
	{scenario: "order", title: "the order of 100 hooks", end: "status 0", nothing: "not all run"},
	{scenario: "code", title: "Exit(3)", end: "status 3", nothing: noHooks},
	{scenario: "os.Exit", title: "a dependency calls os.Exit(3)", end: "status 3", nothing: noHooks},
	{scenario: "log.Fatal", title: "a dependency calls log.Fatal", end: "status 1", nothing: noHooks},
	{scenario: "return", title: "main returns", end: "status 0", nothing: noHooks},
	{
		scenario: "panic", title: "main panics", end: "status 2", nothing: noHooks,
		varies: map[string]varying{"closer": { // which recovers the panic, so that main returns meanwhile
			[]string{"hooks run, status 1", "hooks run, status 0"}, "hooks run, status 1 or 0",
		}},
	},
	{scenario: "panic prepared", title: "a goroutine panics that is started as the package wants it", end: "status 2", nothing: noHooks},
	{scenario: "panic unprepared", title: "any other goroutine panics", end: "status 2", nothing: noHooks},
	{scenario: "SIGTERM", title: "SIGTERM", nothing: noHooks, signals: []syscall.Signal{syscall.SIGTERM}},
	{scenario: "SIGINT", title: "SIGINT (Ctrl-C)", nothing: noHooks, signals: []syscall.Signal{syscall.SIGINT}},
	{
		scenario: "SIGINT twice", title: "a second Ctrl-C during a slow hook", nothing: noHooks,
		signals: []syscall.Signal{syscall.SIGINT, syscall.SIGINT},
	},
	{
		scenario: "exits", title: "Exit(7), and 16 goroutines call Exit(8) while a hook runs", nothing: noHooks,
		varies: eitherStatus(model, "tebeka", "rclone", "logrus", "xgfone", "shutdown2"),
	},
	{
		scenario: "add", title: "16 goroutines add 200 hooks each", end: "status 0", nothing: "some are lost",
		varies: someAreLost("logrus", "xgfone", "fx"),
	},
	{scenario: "hook adds", title: "a hook adds a hook", end: "status 0", nothing: "the new one does not run"},
	{
		scenario: "hook panics", title: "all 5 hooks panic, Exit(0)", nothing: "none has its turn",
		varies: map[string]varying{"fx": { // it takes the hook's goroutine for gone while that panics
			[]string{"one drops the rest, status 1", "one drops the rest, status 2"}, "one drops the rest, status 1 or 2",
		}},
	},
	{
		scenario: "hook exits", title: "a hook calls Exit(4), after Exit(0)",
		varies: map[string]varying{"shutdown2": { // at the deadline both exits go on
			[]string{"status 0", "status 4"}, "status 0 or 4",
		}},
	},
	{scenario: "hook Goexit", title: "all 5 hooks call runtime.Goexit, Exit(0)", nothing: "none has its turn"},
	{scenario: "hook blocks", title: "a hook blocks for ever, Exit(0); a deadline of 0.5 s if there can be one"},
	{scenario: "remove", title: "a hook is removed", end: "status 0", nothing: "it does not run"},
}

// eitherStatus is what varies where all exits go on once the hooks have run, and
// the first one to call os.Exit wins. That is hardly ever another one in the
// model.
func eitherStatus(programs ...string) map[string]varying {
	m := make(map[string]varying)
	for _, p := range programs {
		runs := "hooks run once"
		if p == "logrus" {
			runs = "hooks run several times"
		}
		m[p] = varying{[]string{runs + ", status 7", runs + ", status 8"}, runs + ", status 7 or 8"}
	}
	return m
}

// someAreLost is what varies where the list is not locked.
func someAreLost(programs ...string) map[string]varying {
	m := make(map[string]varying)
	for _, p := range programs {
		m[p] = varying{[]string{"all run", "some are lost", "some are lost, status 2", "all run, status 2"}, "some may be lost: a data race"}
	}
	return m
}

// TestConformance runs the scenarios with all packages, or a few, and compares what
// each does with the document.
func TestConformance(t *testing.T) {
	t.Parallel()
	buildShared(t)
	table := make(outcomes)
	var mu sync.Mutex
	var wg sync.WaitGroup
	atOnce := make(chan bool, 24) // most of them sleep
	for _, r := range rows {
		for _, p := range compared() {
			wg.Go(func() {
				atOnce <- true
				defer func() { <-atOnce }()
				outcome, err := r.run(p)
				if err != nil {
					t.Errorf("%s, %s: %v", p.name, r.scenario, err)
				}
				mu.Lock()
				defer mu.Unlock()
				table[r.scenario+" "+p.name] = outcome
			})
		}
	}
	wg.Wait()
	switch {
	case t.Failed():
	case allPrograms():
		compareFile(t, document, table.document(t))
	default:
		hasLines(t, document, table.document(t))
	}
}

const document = "../docs/comparison.md"

// compared are the programs that have hooks.
func compared() []*program {
	return slices.DeleteFunc(slices.Clone(programs), func(p *program) bool { return p.name == none })
}

// patience is how long a scenario may take. None that ends needs more than 1.5 s.
const patience = 6 * time.Second

// run has a program go through a scenario and describes the outcome.
func (r row) run(p *program) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, shared.exe(p.name), r.scenario)
	cmd.Env = environ(cmd)
	var stdout, stderr bytes.Buffer
	cmd.Stdout = &stdout
	messages, err := cmd.StderrPipe()
	if err != nil {
		return "", err
	}
	if err := cmd.Start(); err != nil {
		return "", err
	}
	if err := r.signal(cmd.Process, io.TeeReader(messages, &stderr)); err != nil {
		return "", fmt.Errorf("%w\n%s", err, &stderr)
	}
	if err := cmd.Wait(); cmd.ProcessState == nil {
		return "", err
	}
	outcome := r.outcome(stdout.String(), r.ending(ctx, cmd.ProcessState, stderr.String()))
	if v := r.varies[p.name]; slices.Contains(v.outcomes, outcome) {
		return v.text, nil
	}
	return outcome, nil
}

// signal sends the program the signals: the first when it is ready, and the
// second when it is in its hook, a while after the first, because exithook takes
// one that comes at once for the same. It reads what the program prints to the end.
func (r row) signal(p *os.Process, messages io.Reader) error {
	scanner := bufio.NewScanner(messages)
	left := r.signals
	for scanner.Scan() {
		if line := scanner.Text(); len(left) == 0 || line != "ready" && line != "in the hook" {
			continue
		} else if line == "in the hook" {
			time.Sleep(200 * time.Millisecond)
		}
		if err := p.Signal(left[0]); err != nil {
			return err
		}
		left = left[1:]
	}
	return scanner.Err()
}

// fatal is what the Go runtime says when it ends a program.
var fatal = regexp.MustCompile(`(?m)^fatal error: (.*)$`)

// ending describes how a program ended, if that is worth a word.
func (r row) ending(ctx context.Context, s *os.ProcessState, stderr string) string {
	status := s.Sys().(syscall.WaitStatus)
	text := fmt.Sprintf("status %d", s.ExitCode())
	switch m := fatal.FindStringSubmatch(stderr); {
	case ctx.Err() != nil:
		return hangs
	case status.Signaled():
		return "dies of " + unix.SignalName(status.Signal())
	case m != nil:
		return text + ", " + m[1]
	case text == r.end:
		return ""
	}
	return text
}

// outcome describes what a program printed, and how it ended.
func (r row) outcome(printed, ending string) string {
	var lines []string
	for line := range strings.Lines(printed) {
		if text, ok := strings.CutPrefix(strings.TrimSpace(line), subject.Mark); ok {
			lines = append(lines, text)
		}
	}
	text := r.nothing
	switch {
	case len(lines) == 0 && ending == hangs:
		return hangs
	case len(lines) == 0:
	case lines[0] == "begins" && len(lines) == 1:
		text = "ends at once"
	case lines[0] == "begins":
		text = "waits for the hook"
	case lines[0] == "turn" && len(lines) == 5:
		text = "all have their turn"
	case lines[0] == "turn":
		text = "one drops the rest"
	case lines[0] == "hook" && len(lines) > 1:
		text = "hooks run several times"
	case lines[0] == "hook":
		text = "hooks run once"
	default:
		text = strings.Join(slices.Compact(lines), ", ")
	}
	if text == "" || ending == "" {
		return text + ending
	}
	return text + ", " + ending
}

// outcomes are those of all scenarios and programs.
type outcomes map[string]string

// document returns the document.
func (o outcomes) document(t *testing.T) string {
	text, err := template.New("").Funcs(template.FuncMap{"table": o.table}).ParseFiles("testdata/comparison.md.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := text.ExecuteTemplate(&out, "comparison.md.tmpl", nil); err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if !strings.Contains(out.String(), " "+r.title+" |") {
			t.Errorf("the scenario %q is not in the document", r.scenario)
		}
	}
	return out.String()
}

// table returns a table of some scenarios.
func (o outcomes) table(scenarios ...string) (string, error) {
	var text strings.Builder
	text.WriteString("| |")
	for _, s := range scenarios {
		i := slices.IndexFunc(rows, func(r row) bool { return r.scenario == s })
		if i < 0 {
			return "", fmt.Errorf("no scenario %q", s)
		}
		text.WriteString(" " + rows[i].title + " |")
	}
	text.WriteString("\n|---|" + strings.Repeat("---|", len(scenarios)) + "\n")
	for _, p := range compared() {
		text.WriteString("| " + p.name + " |")
		for _, s := range scenarios {
			text.WriteString(" " + o[s+" "+p.name] + " |")
		}
		text.WriteString("\n")
	}
	return text.String(), nil
}

// hasLines checks that the lines are in a file, which has more of them.
func hasLines(t *testing.T, name, want string) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	rest := string(text)
	for line := range strings.Lines(want) {
		_, after, found := strings.Cut(rest, line)
		if !found {
			t.Errorf("%s has no such line, or not in its place: %s", name, line)
			continue
		}
		rest = after
	}
}

// compareFile compares a file with what it should be, or writes it.
func compareFile(t *testing.T, name, want string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(want), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Split(string(text), "\n")
	for i, line := range strings.Split(want, "\n") {
		if i >= len(got) || got[i] != line {
			t.Errorf("%s is not what the packages do, in line %d; to write it, go test ./bench -run TestConformance -update\nthey do: %s", name, i+1, line)
		}
	}
	if len(got) != strings.Count(want, "\n")+1 {
		t.Errorf("%s has %d lines, want %d", name, len(got), strings.Count(want, "\n")+1)
	}
}
