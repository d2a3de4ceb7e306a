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
	// Signal: a signal arrived that HandleSignals was told of, or ExitBySignal was
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
	// Cause is 0 if it is not known: if no hook was registered, and nobody had called
	// Exiting, when the end began.
	Cause Cause
	// Code is the exit code: 2 for a panic, 128+n for the signal n (on Windows,
	// which has no signals, the status of a program ended by Ctrl-C, 0xC000013A).
	Code int
	// CodeKnown says that Code is exact. It is false if somebody called os.Exit
	// with a code that is not 0 and could not be found out; Code is 1 then.
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
	// Via is the exit function that was called, such as "os.Exit". It is "panic"
	// for a panic. A function whose name begins with Fatal, and that called it by
	// way of at most a dozen others, as log.Fatal and those of other loggers do,
	// is taken for the exit function.
	Via string
	// Caller is the place that called Via.
	Caller Frame
}

// A Frame is a place in a program.
type Frame struct {
	Func string // full name, such as "main.main" or "net/http.(*Server).Serve"
	File string // full path with slashes, as the compiler has it
	Line int
}

// String returns the file name without its directory, and the line.
func (f Frame) String() string { return report.Place(f.File, f.Line) }

// Status tells how the program is ending, and whether it is: from the moment
// in which the channel of Exiting is closed.
func Status() (Termination, bool) {
	e := std.End()
	if e == nil {
		return Termination{}, false
	}
	return endOf(e).termination(), true
}

// Exiting returns a channel that is closed when the program begins to end, before the
// first hook runs. It is for goroutines that work, so that they stop. They must not
// expect that there is time for more.
//
// The channel belongs to no testing/synctest bubble. A goroutine of a bubble that waits
// for it therefore keeps the bubble's clock from running. In a build without the link
// into the runtime (see Covered), a bubble cannot be left, so Exiting panics if the first
// call of it is in one.
func Exiting() <-chan struct{} {
	if !link.Active && clock.InBubble() && !std.HasExiting() {
		panic("exithook: Exiting: the first call is in a synctest bubble, which is not possible without the link into the runtime: call it before the bubble, at " + caller())
	}
	return std.Exiting()
}

// String says it in a few words, such as "exit 1, log.Fatal at server.go:42". If the panic
// value has a text of several lines, it has so many. What a terminal might obey in the
// value is escaped, and a very long text is cut.
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
