// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package exithook

import (
	"time"

	"github.com/exithook/exithook/internal/report"
)

// A Report says who ended the program, and what each hook did. Its tags are the names that
// its JSON method writes.
type Report struct {
	Program string `json:"program"` // as it was started: os.Args[0]
	PID     int    `json:"pid"`     // of the process
	ReportedEnd
	// Later has the first 100 ends that came after the one that decided.
	Later []ReportedEnd `json:"later"`
	// Took is the time from the beginning of the end to the report.
	Took time.Duration `json:"took_ns"`
	// Hooks are in the order in which they were started or skipped.
	Hooks []ReportedHook `json:"hooks"`
}

// A ReportedEnd is a Termination as texts and numbers.
type ReportedEnd struct {
	Summary   string `json:"summary"` // such as "exit 1, log.Fatal at server.go:42"
	Cause     string `json:"cause"`   // as Cause.String has it
	Code      int    `json:"code"`
	CodeKnown bool   `json:"code_known"`
	Signal    string `json:"signal"` // name of the signal, if that is the cause
	Panic     string `json:"panic"`  // text of the panic value, if that is the cause
	Goroutine uint64 `json:"goroutine"`
	Via       string `json:"via"`
	Func      string `json:"func"` // that called Via
	File      string `json:"file"` // and where
	Line      int    `json:"line"`
	Stack     string `json:"stack"`
}

// A ReportedHook says what a hook did.
type ReportedHook struct {
	Name  string `json:"name"`
	Added string `json:"added"` // file:line
	// Outcome is "ok", "skipped" (the hook does not run on a failure), "panicked",
	// "exited", "goexited", "timed out", "running" (it had not returned when the
	// report was made) or "not run" (the deadline of all hooks came first).
	Outcome string        `json:"outcome"`
	Start   time.Duration `json:"start_ns"` // since the end began
	Took    time.Duration `json:"took_ns"`
}

// Text returns the report for people. docs/report.md explains it. In texts of the program,
// characters that a terminal may obey are escaped, and what is beyond 4 KB is cut.
func (r *Report) Text() string { return r.internal().Text() }

// JSON returns the report as one line of JSON with a newline, which encoding/json can read
// into a Report. Strings that are empty are left out.
func (r *Report) JSON() []byte { return r.internal().JSON() }

// internal returns the report as the package that writes it has it.
func (r *Report) internal() *report.Report {
	i := &report.Report{Program: r.Program, PID: r.PID, End: report.End(r.ReportedEnd), Took: r.Took}
	for _, e := range r.Later {
		i.Later = append(i.Later, report.End(e))
	}
	for _, h := range r.Hooks {
		i.Hooks = append(i.Hooks, report.Hook(h))
	}
	return i
}

// RecordHooks makes the ends to come record what each hook does, for CurrentReport. It costs
// some time and memory for each hook that runs.
func RecordHooks() { recordHooks.Store(true) }

// CurrentReport returns the report on the end of the program so far, or nil if the program
// is not ending. It also says whether hooks were recorded; if not, the report has no Hooks.
// They are if the program called RecordHooks before the end began, or if the environment
// variable EXITHOOK asks for a report. A hook that calls CurrentReport is reported as running.
//
// # The environment variable EXITHOOK
//
// The variable is for whoever runs the program. It is a list with commas:
//
//	timeout=8s              the deadline of all hooks, see SetTimeout
//	report                  a report as text, on standard error
//	report=text:FILE        the same, appended to FILE
//	report=json:FILE        a report as a line of JSON, appended to FILE
//
// A relative FILE is in the folder in which the program was started. A report is written
// when the hooks have run, just before the process ends. A descriptor that takes nothing is
// given up after a second (on Unix systems). If FILE cannot be written, the error and the
// report as text are on standard error. A part of the variable that is unknown is named on
// standard error, and the rest counts.
//
// The variable is read when the first end begins. Until then the program may change it. A
// program that was started with more rights than its user has (set-user-ID, set-group-ID, file
// capabilities) ignores it, also once it has dropped these rights. docs/report.md has the
// members of the JSON.
func CurrentReport() (r *Report, recorded bool) {
	e := std.End()
	if e == nil {
		return nil, false
	}
	return makeReport(e)
}
