// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package exithook

import (
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/exithook/exithook/internal/output"
	"github.com/exithook/exithook/internal/settings"
)

// environment is what the environment variable EXITHOOK says, once an end has begun.
var environment struct {
	once sync.Once
	has  atomic.Pointer[settings.Settings] // nil if it says nothing

	timeout sync.Mutex // for who sets the deadline, so that the environment has the last word
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
		environment.timeout.Lock()
		defer environment.timeout.Unlock()
		if has.HasTimeout {
			std.SetTimeout(has.Timeout)
		}
		environment.has.Store(&has)
	})
}

// setTimeout sets the deadline of all hooks, unless the environment has.
func setTimeout(d time.Duration) {
	environment.timeout.Lock()
	defer environment.timeout.Unlock()
	if has := environment.has.Load(); has == nil || !has.HasTimeout {
		std.SetTimeout(d)
	}
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
