// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package exithook

import (
	"os"
	"unsafe"

	"github.com/exithook/exithook/internal/engine"
	"github.com/exithook/exithook/internal/tiny"
)

// A Termination says how the program ends.
type Termination struct {
	// Cause has one member. It is 0 if the cause is not known: if nothing was
	// registered and nobody had called Exiting when the end began.
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
func (f Frame) String() string {
	if f.File == "" {
		return "an unknown place"
	}
	return tiny.AfterLast(f.File, '/') + ":" + tiny.Itoa(int64(f.Line))
}

// Status tells how the program is ending, and whether it is: from the moment
// in which the channel of Exiting is closed.
func Status() (Termination, bool) {
	e := std.End()
	if e == nil {
		return Termination{}, false
	}
	return Termination(*endingOf(e)), true
}

// Exiting returns a channel that is closed when the program begins to end,
// before the first hook is run. It is for goroutines that work, so that they
// stop; they must not expect that there is time for more.
func Exiting() <-chan struct{} { return std.Exiting() }

// String says it in a few words, such as "exit 1, log.Fatal at server.go:42".
func (t Termination) String() string {
	e := ending(t)
	return e.text()
}

func (t *ending) text() string {
	text := "exit with a code that is not 0, but not known exactly"
	if t.CodeKnown {
		text = "exit " + tiny.Itoa(int64(t.Code))
	}
	switch t.Cause {
	case Return:
		text += ", return of main"
	case Signal:
		text += ", signal: " + t.Signal.String()
	case Goexit:
		text += ", main called runtime.Goexit"
	case OSExit, RunCall, Panic:
		text += ", " + t.Via + " at " + t.Caller.String()
	}
	if t.Cause == Panic {
		text += ": " + panicText(t.Panic)
	}
	return text
}

// An ending is a Termination without its methods: only a program that uses them
// is to link them.
type ending Termination

// info is t as the engine has it. The engine does not look at it, so it need not
// have the type of t, with which all its methods and fields would be linked.
func (t *ending) info() any { return (*info)(unsafe.Pointer(t)) }

type info struct{ _ byte }

// forEngine returns t as the engine takes it.
func (t *ending) forEngine() *engine.End {
	return &engine.End{Code: t.Code, Goid: t.Goroutine, Crash: t.Cause == Panic, Returns: t.Cause == RunCall, Info: t.info()}
}

// endingOf returns what is known of an end.
//
//go:noinline
func endingOf(e *engine.End) *ending {
	if i, _ := e.Info.(*info); i != nil {
		return (*ending)(unsafe.Pointer(i))
	}
	return &ending{Code: e.Code, CodeKnown: e.Code == 0, Goroutine: e.Goid}
}

// describeEnd fills in who ended the program. It is called on that goroutine. One
// that came too late stays where it is, and its stack can be had later: there
// may be thousands of them.
func describeEnd(e *engine.End, late bool) any {
	t := endingOf(e)
	if t.Cause == Panic || t.Cause != Signal && t.Cause != Goexit && !late {
		t.read(parseTrace(ownStack()))
	}
	return t.info()
}

// read fills in what a stack tells.
func (t *ending) read(tr *trace) {
	if t.Cause == 0 {
		t.Cause = tr.cause()
		t.Code, t.CodeKnown = tr.code(t.Code)
	}
	var via, caller int
	switch t.Cause {
	case Panic:
		via, caller = tr.panicked()
	case OSExit, RunCall:
		via, caller = tr.exited()
	default:
		return
	}
	t.Stack = tr.text(via)
	if caller < len(tr.frames) {
		t.Via = short(tr.frames[via].Func)
		t.Caller = tr.frames[caller].Frame
	}
}

// short returns the name of a function without the directories of its package. If
// the last one is a major version, it keeps the one before it.
func short(name string) string {
	last := tiny.AfterLast(name, '/')
	if len(last) > 1 && last[0] == 'v' && last[1]-'0' <= 9 && len(last) < len(name) {
		return tiny.AfterLast(name[:len(name)-len(last)-1], '/') + "/" + last
	}
	return last
}

func goroutine(goid uint64) string { return "goroutine " + tiny.Itoa(int64(goid)) }
