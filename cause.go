// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package exithook

import (
	"os"

	"github.com/exithook/exithook/internal/link"
)

// A Cause is a way for a program to end, or a set of them.
type Cause uint

const (
	// Return: main.main returned, or the function that Main runs did.
	Return Cause = 1 << iota
	// OSExit: os.Exit was called, by anybody (log.Fatal does), or Exit.
	OSExit
	// Panic: a goroutine panicked that was started with Go, or that deferred
	// RunOnPanic, or that Main runs on. A Termination by a panic has this cause.
	Panic
	// Panics: any goroutine panicked, and nothing recovered it. This is for
	// Covered and Require; it takes a program that the exithook command builds.
	Panics
	// Signal: a signal arrived that HandleSignals was told of.
	Signal
	// Goexit: the function that Main runs called runtime.Goexit, and all other
	// goroutines have finished.
	Goexit
	// RunCall: Run was called. The program goes on.
	RunCall
)

var causeNames = []string{"return", "os.Exit", "panic", "panic in any goroutine", "signal", "Goexit", "Run"}

// String returns the names of the members of c, separated by commas.
//
//go:noinline
func (c Cause) String() string {
	if c == 0 {
		return "none"
	}
	text := ""
	for i, name := range causeNames {
		if c&(1<<i) != 0 {
			text += ", " + name
		}
	}
	if c>>len(causeNames) != 0 {
		text += ", unknown cause"
	}
	return text[len(", "):]
}

// Covered returns the ends of the program that run the hooks in this build,
// provided that the program asks for it where it has to: panics with Go,
// RunOnPanic or Main, signals with HandleSignals, and Goexit with Main. Panics
// need not be asked for; they are covered in a program that was built with
//
//	exithook build
//
// (or run, test, install), which compiles a line into the runtime for that.
//
// With a Go toolchain that exithook is not known to work with, or with the
// build tag exithook_nolink, Return and OSExit are not covered: then only Exit,
// Main, Run and the others of this package run the hooks.
func Covered() Cause {
	c := Panic | Goexit | RunCall
	if link.Active {
		c |= Return | OSExit
	}
	if link.Panics() {
		c |= Panics
	}
	if haveSignals {
		c |= Signal
	}
	return c
}

// Require ends the program with status 2 and a message on standard error if
// not all members of c are covered in this build. It is for the beginning of
// main, or an init function, of a program that must not run without.
func Require(c Cause) {
	if missing := c &^ Covered(); missing != 0 {
		say("exithook: this program requires exit hooks that this build does not have: " + missing.String() + "\n" + advice(missing))
		os.Exit(crashCode)
	}
}

// advice says what to do about missing causes.
func advice(missing Cause) string {
	var text string
	if missing&(Return|OSExit) != 0 {
		text += "\tbuild it with the gc toolchain, Go 1.25 to 1.27, without the tag exithook_nolink\n"
	}
	if missing&Panics != 0 {
		text += "\tbuild it with the exithook command, as with go build: exithook build\n"
	}
	if missing&Signal != 0 {
		text += "\tthis operating system has no signals: do not require them here\n"
	}
	return text
}
