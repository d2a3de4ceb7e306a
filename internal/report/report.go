// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Package report says who ended the program, and what became of each hook: as
// text for people, and as JSON for programs.
package report

import "time"

// A Report says how a program ended.
type Report struct {
	Program string // as it was started: os.Args[0]
	PID     int
	Exit           // the end that decided
	Lost    []Exit // ends that came later and were parked
	Took    time.Duration
	Hooks   []Hook // in the order in which they had their turn
}

// An Exit is one end that somebody asked for.
type Exit struct {
	_         [0]func() // not comparable, which links less
	Summary   string    // such as "exit 1, log.Fatal at server.go:42"
	Cause     string    // such as "os.Exit"
	Code      int
	CodeKnown bool   // Code is exact
	Signal    string // name of the signal, if that is the cause
	Panic     string // text of the panic value, if that is the cause
	Goroutine uint64
	Via       string // the exit function that was called
	Func      string // the function that called it
	File      string // and where
	Line      int
	Stack     string
}

// A Hook says what became of a hook.
type Hook struct {
	_       [0]func()
	Name    string
	Added   string        // file:line
	Start   time.Duration // since the end began
	Took    time.Duration
	Outcome Outcome
}

// An Outcome is what became of a hook.
type Outcome string

// The outcomes.
const (
	OK       Outcome = "ok"
	Skipped  Outcome = "skipped" // it was not to run on a failure
	Panicked Outcome = "panicked"
	Exited   Outcome = "exited"    // it called exit
	Goexited Outcome = "goexited"  // it called runtime.Goexit
	TimedOut Outcome = "timed out" // it did not return before its deadline
	Running  Outcome = "running"   // it had not returned when the process ended
	NotRun   Outcome = "not run"   // its turn did not come
)
