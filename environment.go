// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package exithook

import (
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/exithook/exithook/internal/clock"
	"github.com/exithook/exithook/internal/engine"
	"github.com/exithook/exithook/internal/output"
	"github.com/exithook/exithook/internal/report"
	"github.com/exithook/exithook/internal/settings"
)

// environment is what the environment variable EXITHOOK says, once an end has begun.
var environment struct {
	once sync.Once
	has  atomic.Pointer[settings.Settings] // nil if it says nothing
}

// readEnvironment reads the variable, reports what is wrong with it, and sets the deadline.
// It does not ask os.Getenv, which would make the result of a test that ends here depend on
// the variable, and so not be cached.
func readEnvironment() {
	environment.once.Do(func() {
		value, _ := syscall.Getenv("EXITHOOK")
		if value == "" || settings.Raised() {
			return
		}
		has, problems := settings.Parse(value, settings.Dir())
		for _, p := range problems {
			output.Stderr(p + "\n")
		}
		if has.HasTimeout {
			std.SetTimeout(has.Timeout)
		}
		environment.has.Store(&has)
	})
}

// timeoutIsGiven reports whether the environment has the last word on the deadline.
func timeoutIsGiven() bool {
	has := environment.has.Load()
	return has != nil && has.HasTimeout
}

// wantedReports returns the reports that the environment asks for.
func wantedReports() []settings.Report {
	if has := environment.has.Load(); has != nil {
		return has.Reports
	}
	return nil
}

// recordHooks says that RecordHooks was called.
var recordHooks atomic.Bool

func keepRecords() bool { return recordHooks.Load() || len(wantedReports()) > 0 }

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
