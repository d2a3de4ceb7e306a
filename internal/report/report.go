// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Package report describes how a program ended: who ended it, as a stack tells, and what
// each hook did, as text for people and as JSON for programs. It only looks at texts and
// numbers: it does not know the state of the program.
package report

import "time"

// A Report says how a program ended.
type Report struct {
	Program string // as it was started: os.Args[0]
	PID     int
	End           // the first one, which decided
	Later   []End // later ends, which changed nothing
	Took    time.Duration
	Hooks   []Hook // in the order in which they were started or skipped
}

// An End is one that somebody asked for.
type End struct {
	Summary   string // such as "exit 1, log.Fatal at server.go:42"
	Cause     string // such as "os.Exit"
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

// A Hook says what a hook did.
type Hook struct {
	Name    string
	Added   string // file:line
	Outcome string
	Start   time.Duration // since the end began
	Took    time.Duration
}

// The outcomes of hooks.
const (
	OK       = "ok"
	Skipped  = "skipped" // it does not run on a failure
	Panicked = "panicked"
	Exited   = "exited"    // it called exit
	Goexited = "goexited"  // it called runtime.Goexit
	TimedOut = "timed out" // it did not return before its deadline
	Running  = "running"   // it had not returned when the report was made
	NotRun   = "not run"   // the deadline of all hooks came first
)
