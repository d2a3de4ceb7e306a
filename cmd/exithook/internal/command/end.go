// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package command

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"syscall"
	"time"

	"github.com/exithook/exithook/internal/report"
)

// An end is what the parent sees of the end of a program.
type end struct {
	state    *os.ProcessState
	oomKills int  // in its cgroup, meanwhile
	wrapped  bool // it was run by another program, and its pid is not known
}

// killed reports whether the program died of SIGKILL, which no hook can see.
func (e *end) killed() bool {
	sig, ok := signalOf(e.state)
	return ok && sig == syscall.SIGKILL
}

// text returns the report on the end. That of the program itself is in a line
// of JSON, unless it ended in a way that its hooks could not see.
func (e *end) text(lines []byte) string {
	if r := e.find(lines); r != nil {
		return r.Text()
	}
	what, why := e.seen()
	return "exithook: " + what + ", and the hooks did not run\n\t" + why + "\n"
}

func (e *end) seen() (what, why string) {
	sig, ok := signalOf(e.state)
	code := e.state.ExitCode()
	switch {
	case e.killed() && e.oomKills > 0:
		return "killed by signal 9 (killed)", "out of memory: the kernel's OOM killer was at work in its cgroup"
	case e.killed():
		return "killed by signal 9 (killed)", "somebody sent it; the OOM killer of its cgroup did not"
	case ok:
		return fmt.Sprintf("killed by signal %d (%v)", sig, sig), "exithook.HandleSignals makes them run on signals that can be caught"
	case code == 2:
		return "exit 2", "a fatal error of the runtime, or syscall.Exit"
	}
	return fmt.Sprintf("exit %d", code), "syscall.Exit, or an exit in C code"
}

// find returns the last report of the process. Its children report to the same
// file.
func (e *end) find(lines []byte) *report.Report {
	var found *report.Report
	for line := range bytes.Lines(lines) {
		var r jsonReport
		if json.Unmarshal(line, &r) == nil && (r.PID == e.state.Pid() || e.wrapped) {
			found = r.report()
		}
	}
	return found
}

// jsonReport is the line that docs/report.md describes.
type jsonReport struct {
	Program string
	PID     int
	jsonExit
	Took  time.Duration `json:"took_ns"`
	Hooks []struct {
		Name    string
		Added   string
		Outcome report.Outcome
		Start   time.Duration `json:"start_ns"`
		Took    time.Duration `json:"took_ns"`
	}
	Lost []jsonExit
}

type jsonExit struct {
	Summary   string
	Cause     string
	Code      int
	CodeKnown bool `json:"code_known"`
	Signal    string
	Panic     string
	Goroutine uint64
	Via       string
	Func      string
	File      string
	Line      int
	Stack     string
}

func (r *jsonReport) report() *report.Report {
	result := &report.Report{Program: r.Program, PID: r.PID, Took: r.Took}
	r.jsonExit.fill(&result.Exit)
	for _, e := range r.Lost {
		var lost report.Exit
		e.fill(&lost)
		result.Lost = append(result.Lost, lost)
	}
	for _, h := range r.Hooks {
		result.Hooks = append(result.Hooks, report.Hook{Name: h.Name, Added: h.Added, Start: h.Start, Took: h.Took, Outcome: h.Outcome})
	}
	return result
}

func (e *jsonExit) fill(to *report.Exit) {
	to.Summary, to.Cause, to.Code, to.CodeKnown = e.Summary, e.Cause, e.Code, e.CodeKnown
	to.Signal, to.Panic, to.Goroutine = e.Signal, e.Panic, e.Goroutine
	to.Via, to.Func, to.File, to.Line, to.Stack = e.Via, e.Func, e.File, e.Line, e.Stack
}
