// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package exithook

import (
	"os"
	"sync/atomic"
	"time"

	"github.com/exithook/exithook/internal/clock"
	"github.com/exithook/exithook/internal/engine"
	"github.com/exithook/exithook/internal/output"
	"github.com/exithook/exithook/internal/report"
	"github.com/exithook/exithook/internal/settings"
)

// makeReport returns the report on an end, and whether hooks were recorded.
func makeReport(e *engine.End) (r *Report, recorded bool) {
	r = &Report{Program: os.Args[0], PID: os.Getpid(), ReportedEnd: reportedEnd(e)}
	for _, l := range firsts(std.Late()) {
		r.Later = append(r.Later, reportedEnd(&engine.End{Goid: l.Goid, Code: unknownCode, Info: l.Info}))
	}
	r.Took, recorded = std.Records(func(rec *engine.Record) {
		name, added := describe(rec.Hook)
		r.Hooks = append(r.Hooks, ReportedHook{Name: name, Added: added, Start: rec.Start, Took: rec.Took, Outcome: outcomes[rec.Outcome]})
	})
	return r, recorded
}

func reportedEnd(e *engine.End) ReportedEnd {
	t := endOf(e).termination()
	return ReportedEnd(t.describe())
}

var outcomes = [...]string{
	engine.OK:       report.OK,
	engine.Panicked: report.Panicked,
	engine.Exited:   report.Exited,
	engine.Goexited: report.Goexited,
	engine.Overrun:  report.TimedOut,
	engine.Running:  report.Running,
	engine.Skipped:  report.Skipped,
	engine.NotRun:   report.NotRun,
}

// reported says whether the reports are being written, and whether they have been.
var reported struct{ begun, done atomic.Bool }

// writeReports writes the reports that the environment asks for, once the hooks have run. If
// another goroutine does that already, it waits for that one, but not for ever.
func writeReports() {
	e, wanted := std.End(), wantedReports()
	if e == nil || len(wanted) == 0 {
		return
	}
	if !reported.begun.CompareAndSwap(false, true) {
		clock.Await(output.Patience+methodPatience+time.Second, reported.done.Load)
		return
	}
	for _, w := range wanted {
		writeReport(e, w)
	}
	reported.done.Store(true)
}

func writeReport(e *engine.End, w settings.Report) {
	r, _ := makeReport(e)
	var err error
	switch {
	case w.Format == settings.Pipe:
		output.Pipe(w.FD, w.Inode, r.JSON())
	case w.Format == settings.JSON:
		err = output.File(w.File, r.JSON())
	case w.File != "":
		err = output.File(w.File, []byte(r.Text()))
	default:
		output.Stderr(r.Text())
	}
	if err != nil {
		output.Stderr("exithook: EXITHOOK: " + report.Line(w.Setting) + ": " + err.Error() + "\n" + r.Text())
	}
}
