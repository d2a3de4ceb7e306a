// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package command

import (
	"encoding/json"
	"time"

	"github.com/exithook/exithook/internal/report"
)

// A programReport is what a program says of its own end.
type programReport = report.Report

// decode returns the report of a line of JSON, which docs/report.md describes.
func decode(line []byte) (*programReport, bool) {
	var r jsonReport
	if json.Unmarshal(line, &r) != nil {
		return nil, false
	}
	return r.report(), true
}

// panicked reports whether it was a panic, of which the runtime prints the stack.
func panicked(r *programReport) bool { return r.Cause == "panic" }

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
