// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Fx is the program with the lifecycle of go.uber.org/fx.
package main

import (
	"time"

	"go.uber.org/fx"

	"github.com/exithook/exithook/bench/subject"
)

// An app has the hooks.
type app struct {
	*fx.App
	hooks   fx.Lifecycle
	stop    fx.Shutdowner
	timeout time.Duration
}

func (a *app) reset() {
	a.App = fx.New(fx.NopLogger, fx.StopTimeout(a.timeout), fx.Populate(&a.hooks, &a.stop))
}

func main() {
	a := &app{timeout: fx.DefaultTimeout}
	a.reset()
	subject.Main(subject.Package{
		Add:  func(hook func()) { a.hooks.Append(fx.StopHook(hook)) },
		Exit: func(code int) { a.stop.Shutdown(fx.ExitCode(code)) },
		Main: func(main func()) {
			a.hooks.Append(fx.StartHook(func() { go main() }))
			a.Run()
		},
		Loop:    true,
		Signals: func() {}, // it handles them while it runs
		SetTimeout: func(d time.Duration) {
			a.timeout = d
			a.reset()
		},
		Reset:   a.reset,
		OneOnly: true,
	})
}
