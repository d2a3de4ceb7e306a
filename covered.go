// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package exithook

import (
	"os"

	"github.com/exithook/exithook/internal/link"
	"github.com/exithook/exithook/internal/output"
)

// Ends is a set of ends that can be covered, which means that they run the hooks.
type Ends uint

const (
	// Exits: main.main returns, or anything calls os.Exit (log.Fatal does).
	Exits Ends = 1 << iota
	// Panics: any goroutine panics, and nothing recovers that. The panics of goroutines
	// that Go started, that defer RunOnPanic or that run Main are not meant: they run
	// the hooks in every build.
	Panics
	// Signals: a signal arrives that HandleSignals was given.
	Signals
)

var endNames = []string{"exits", "panics", "signals"}

// String returns the names of the members of e, separated by commas.
func (e Ends) String() string {
	if e == 0 {
		return "none"
	}
	text := ""
	for i, name := range endNames {
		if e&(1<<i) != 0 {
			text += ", " + name
		}
	}
	if e>>len(endNames) != 0 {
		text += ", unknown ends"
	}
	return text[len(", "):]
}

// Covered returns the ends that run the hooks now, in this build.
//
//   - Exits are covered with the gc compiler and Go 1.25 to 1.27, unless the build tag
//     exithook_nolink is set. Exit, Main and Run do not depend on that.
//   - Panics are covered in programs that the exithook command built.
//   - Signals are covered while a call of HandleSignals handles one.
func Covered() Ends {
	var e Ends
	if link.Active {
		e |= Exits
	}
	if link.Panics() {
		e |= Panics
	}
	if signals.handlers.goroutines.Load() > 0 {
		e |= Signals
	}
	return e
}

// Require ends the program with status 2 and a message on standard error if Covered
// lacks one of the members of e. The message says how to get it. Call Require at the
// beginning of main, or after HandleSignals if e has Signals.
func Require(e Ends) {
	if missing := e &^ Covered(); missing != 0 {
		output.Stderr("exithook: this program requires exit hooks on ends that are not covered: " + missing.String() + "\n" + advice(missing))
		os.Exit(crashCode)
	}
}

// advice says how to cover ends.
func advice(missing Ends) string {
	var text string
	if missing&Exits != 0 {
		text += "\texits: build it with the gc toolchain, Go 1.25 to 1.27, without the tag exithook_nolink\n"
	}
	if missing&Panics != 0 {
		text += "\tpanics: build it with the exithook command, as with go build: exithook build\n"
	}
	if missing&Signals != 0 && haveSignals {
		text += "\tsignals: call exithook.HandleSignals before exithook.Require\n"
	} else if missing&Signals != 0 {
		text += "\tsignals: this operating system has no signals, so do not require them here\n"
	}
	return text
}
