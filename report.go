// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build !plan9

package exithook

import (
	"os"
	"sync"
	"sync/atomic"
	"syscall"

	"github.com/exithook/exithook/internal/engine"
	"github.com/exithook/exithook/internal/link"
	"github.com/exithook/exithook/internal/report"
	"github.com/exithook/exithook/internal/tiny"
)

// A Report says who ended the program, and what became of each hook. Its Text
// method returns it as a timeline for people, its JSON method as a line of JSON
// for programs. Its fields are
//
//	Program string        // as it was started: os.Args[0]
//	PID     int           // of the process
//	Exit                  // the end that decided
//	Lost    []Exit        // up to 100 ends that came later, and were parked
//	Took    time.Duration // from the beginning of the end to the report
//	Hooks   []Hook        // in the order in which they had their turn
//
// where an Exit has the Summary, Cause, Code, CodeKnown, Signal, Panic,
// Goroutine, Via, Func, File, Line and Stack of a Termination, all as text or
// numbers, and a Hook the Name, the place where it was Added, its Start since the
// beginning of the end, the time it Took, and the Outcome: ok, skipped,
// panicked, exited, goexited, timed out, running or not run.
type Report = report.Report

// KeepReport makes the next ends of the program keep records of the hooks, for
// TakeReport. It costs some time and memory for each hook that runs.
func KeepReport() { reporting.keep.Store(true) }

// TakeReport returns what there is to report of the end of the program so far,
// and whether there is one. The hooks are in it if the program called KeepReport
// before the end began, or if a report was asked for with the environment
// variable EXITHOOK. It may be called by a hook, which is then reported as
// running.
//
// # The environment
//
// A program that imports the package reports its end if the environment says so:
//
//	EXITHOOK=report             as text, on standard error
//	EXITHOOK=report=json:FILE   as a line of JSON, appended to FILE
//
// It does so when the hooks have run, just before the process ends, in each of
// the ways in which hooks are run. The variable must be in the environment that
// the program is started with: it may change or remove it, but one that it sets
// itself need not have an effect. Programs that run with the rights of another
// user than the one who started them ignore the variable. If FILE cannot be
// written, the error and the report as text are on standard error. docs/report.md
// has the members of the JSON. On Plan 9 there are no reports.
func TakeReport() (*Report, bool) {
	e := std.End()
	if e == nil {
		return nil, false
	}
	return makeReport(e), true
}

func makeReport(e *engine.End) *Report {
	r := &Report{Program: os.Args[0], PID: os.Getpid()}
	endingOf(e).report(&r.Exit)
	late := firsts(std.Late())
	var all stacks
	if len(late) > 0 {
		all = allStacks()
	}
	r.Lost = make([]report.Exit, len(late))
	for i, l := range late {
		t := *endingOf(&engine.End{Goid: l.Goid, Code: unknownCode, Info: l.Info})
		if t.Stack == nil {
			t.read(all.trace(t.Goroutine)) // it is parked there
		}
		t.report(&r.Lost[i])
	}
	r.Took = std.Records(func(rec *engine.Record) {
		title, place := describe(rec.Hook)
		r.Hooks = append(r.Hooks, report.Hook{Name: title, Added: place, Start: rec.Start, Took: rec.Took, Outcome: outcomes[rec.Outcome]})
	})
	return r
}

var outcomes = [...]report.Outcome{
	engine.OK:       report.OK,
	engine.Panicked: report.Panicked,
	engine.Exited:   report.Exited,
	engine.Goexited: report.Goexited,
	engine.Overrun:  report.TimedOut,
	engine.Running:  report.Running,
	engine.Skipped:  report.Skipped,
	engine.NotRun:   report.NotRun,
}

//go:noinline
func (t *ending) report(e *report.Exit) {
	e.Summary = t.text()
	e.Cause = t.Cause.String()
	e.Code = t.Code
	e.CodeKnown = t.CodeKnown
	e.Goroutine = t.Goroutine
	e.Via = t.Via
	e.Func = t.Caller.Func
	e.File = t.Caller.File
	e.Line = t.Caller.Line
	e.Stack = string(t.Stack)
	switch t.Cause {
	case Signal:
		e.Signal = t.Signal.String()
	case Panic:
		e.Panic = panicText(t.Panic)
	}
}

// reporting has what is known of the wish for a report.
var reporting struct {
	keep atomic.Bool
	once sync.Once
}

// toFile is what comes before the name of a file.
const toFile = "report=json:"

// wantReport returns how the environment wants a report: "", "report", or
// "report=json:FILE".
//
// It is not os.Getenv that it asks, because that makes the result of a test
// that ends here depend on the variable, and so not be cached.
func wantReport() string {
	if !link.MayHave("EXITHOOK=") {
		return ""
	}
	v, _ := syscall.Getenv("EXITHOOK")
	if v != "report" && !tiny.HasPrefix(v, toFile) || borrowedRights() {
		return ""
	}
	return v
}

func keepRecords() bool { return reporting.keep.Load() || wantReport() != "" }

// finished reports the end, as the environment says, once its hooks have run. A
// panic that is about to crash the program waits until another goroutine has done
// it.
func finished() {
	want := wantReport()
	if e := std.End(); e != nil && want != "" {
		reporting.once.Do(func() { writeReport(e, want) })
	}
}

func writeReport(e *engine.End, want string) {
	r := makeReport(e)
	if !tiny.HasPrefix(want, toFile) {
		say(r.Text())
		return
	}
	f, err := syscall.Open(want[len(toFile):], syscall.O_WRONLY|syscall.O_APPEND|syscall.O_CREAT|syscall.O_CLOEXEC, 0o666)
	if err == nil {
		_, err = syscall.Write(f, r.JSON())
		syscall.Close(f)
	}
	if err != nil {
		say("exithook: EXITHOOK=" + want + ": " + err.Error() + "\n" + r.Text())
	}
}
