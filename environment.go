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

// environment has what the environment variable EXITHOOK says, once an end has begun.
var environment struct {
	settingsOnce
	record   atomic.Bool // RecordHooks was called
	reported reportState
}

type settingsOnce struct {
	once sync.Once
	has  atomic.Pointer[settings.Settings]
}

// read reads the variable, reports what is wrong with it, and sets the deadline. It is not
// os.Getenv that it asks, because that makes the result of a test that ends here depend on
// the variable, and so not be cached.
func (s *settingsOnce) read() {
	s.once.Do(func() {
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
		s.has.Store(&has)
	})
}

func (s *settingsOnce) timeoutIsSet() bool {
	has := s.has.Load()
	return has != nil && has.HasTimeout
}

// reports returns the reports that are asked for.
func (s *settingsOnce) reports() []settings.Report {
	if has := s.has.Load(); has != nil {
		return has.Reports
	}
	return nil
}

func keepRecords() bool { return environment.record.Load() || len(environment.reports()) > 0 }

// reportState says whether the reports have been written.
type reportState struct{ begun, done atomic.Bool }

// finished reports the end, as the environment says, once its hooks have run. A
// goroutine that is about to end the process waits until another one has done it, but
// not for ever.
func finished() {
	e, wanted, state := std.End(), environment.reports(), &environment.reported
	if e == nil || len(wanted) == 0 {
		return
	}
	if !state.begun.CompareAndSwap(false, true) {
		clock.Await(output.Patience+methodPatience+time.Second, state.done.Load)
		return
	}
	for _, w := range wanted {
		writeReport(e, w)
	}
	state.done.Store(true)
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
