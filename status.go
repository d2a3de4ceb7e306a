// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package exithook

import (
	"os"
	"strconv"

	"github.com/exithook/exithook/internal/clock"
	"github.com/exithook/exithook/internal/link"
	"github.com/exithook/exithook/internal/report"
)

// A Cause is what ended the program.
type Cause uint8

const (
	// Return: main.main returned, or the function that Main runs did.
	Return Cause = 1 + iota
	// OSExit: os.Exit was called, by anybody (log.Fatal does), or Exit.
	OSExit
	// Panic: a goroutine panicked, and nothing recovered that.
	Panic
	// Signal: a signal arrived that HandleSignals was given, or ExitBySignal was
	// called.
	Signal
	// Goexit: the function that Main runs called runtime.Goexit, and all other
	// goroutines have finished.
	Goexit
	// RunCall: Run was called. The program goes on.
	RunCall
)

var causeNames = []string{"unknown", "return", "os.Exit", "panic", "signal", "Goexit", "Run"}

// String returns the name of the cause, "unknown" for 0.
func (c Cause) String() string {
	if int(c) >= len(causeNames) {
		return "Cause(" + strconv.Itoa(int(c)) + ")"
	}
	return causeNames[c]
}

// A Termination says how the program ends.
type Termination struct {
	// Cause is 0 if it is not known: when the end began there was no hook, nobody had
	// called Exiting, and no report was asked for.
	Cause Cause
	// Code is the exit code: 2 for a panic, 128+n for the signal n (on Windows,
	// which has no signals, the status of a program ended by Ctrl-C, 0xC000013A).
	Code int
	// CodeKnown says that Code is exact. If not, somebody called os.Exit with a code
	// other than 0 that the stack does not tell, and Code is 1.
	CodeKnown bool
	// Signal is the signal, if that is the cause.
	Signal os.Signal
	// Panic is the panic value, if that is the cause.
	Panic any
	// Goroutine is the number of the goroutine that ended the program, as stack
	// traces have it. For a signal, it is one of this package.
	Goroutine uint64
	// Stack is the stack of that goroutine, in the form of debug.Stack, from the
	// exit function or the panic on. It is nil for Return, Goexit and Signal.
	Stack []byte
	// Via is the exit function that was called, such as "os.Exit", or "panic". If a
	// function whose name begins with Fatal led to os.Exit within a dozen calls, as those
	// of log and other loggers do, that one is Via.
	Via string
	// Caller is the line that called Via.
	Caller Frame
}

// A Frame is a line of a program.
type Frame struct {
	Func string // full name, such as "main.main" or "net/http.(*Server).Serve"
	File string // full path with slashes, as the compiler has it
	Line int
}

// String returns the file name without its directory, and the line.
func (f Frame) String() string { return report.Place(f.File, f.Line) }

// Status says how the program is ending, and whether it is: from the moment in which the
// channel of Exiting is closed.
func Status() (Termination, bool) {
	e := std.End()
	if e == nil {
		return Termination{}, false
	}
	return endOf(e).termination(), true
}

// Exiting returns a channel that is closed when the end of the program begins, before the
// first hook runs. It is for goroutines that should stop working then. Nothing waits for
// them: a hook has to do that.
//
// The channel belongs to no testing/synctest bubble, so a bubble's clock does not run while
// one of its goroutines waits for the channel. Where Covered has no Exits, nothing can be made
// outside of a bubble, and the first call of Exiting panics if it is in one.
func Exiting() <-chan struct{} {
	if !link.Active && clock.InBubble() && !std.HasExiting() {
		panic("exithook: Exiting: the first call is in a synctest bubble, which is not possible without the link into the runtime: call it before the bubble, at " + caller())
	}
	return std.Exiting()
}

// String says it in a few words, such as "exit 1, log.Fatal at server.go:42". The text of a
// panic value may have several lines, which begin with a tab. In that text, characters that a
// terminal may obey are escaped, and what is beyond 4 KB is cut.
//
// The method Error or String of the panic value runs on a goroutine of its own, and has a
// second. If it panics, exits or does not return, the text says so.
func (t Termination) String() string { return t.describe().Summary }

// describe returns what a report says of the end.
func (t *Termination) describe() report.End {
	e := report.End{
		Cause:     t.Cause.String(),
		Code:      t.Code,
		CodeKnown: t.CodeKnown,
		Goroutine: t.Goroutine,
		Via:       t.Via,
		Func:      t.Caller.Func,
		File:      t.Caller.File,
		Line:      t.Caller.Line,
		Stack:     string(t.Stack),
	}
	switch t.Cause {
	case Signal:
		e.Signal = signalText(t.Signal)
	case Panic:
		e.Panic = valueText(t.Panic)
	}
	e.Summarize()
	return e
}
