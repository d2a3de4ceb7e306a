// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package exithook

import (
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/exithook/exithook/internal/engine"
	"github.com/exithook/exithook/internal/report"
)

// An end is what this package knows of an engine.End, as its Info. The stack of whoever asked
// for the end is read at once, since that goroutine may go on. It is parsed only if somebody
// asks.
type end struct {
	asked Termination // what was known at once
	stack string      // the text of the stack, "" if it says nothing

	once sync.Once
	full Termination
}

// forEngine returns the end that t describes, as the engine takes it.
func (t *Termination) forEngine() *engine.End {
	return &engine.End{Code: t.Code, Goid: t.Goroutine, Crash: t.Cause == Panic, Returns: t.Cause == RunCall, Info: &end{asked: *t}}
}

// endOf returns what is known of an end.
func endOf(e *engine.End) *end {
	if known, ok := e.Info.(*end); ok {
		return known
	}
	return &end{asked: Termination{Code: e.Code, CodeKnown: e.Code == 0, Goroutine: e.Goid}}
}

// termination returns all that is known of the end.
func (e *end) termination() Termination {
	e.once.Do(func() {
		e.full = e.asked
		if e.stack != "" {
			e.full.read(report.ParseStack(e.stack))
		}
	})
	return e.full
}

// Codes that are not known exactly yet.
const (
	failureCode = 1  // some code that is not 0
	unknownCode = -1 // any code
)

// read fills in what a stack tells.
func (t *Termination) read(s *report.Stack) {
	if t.Cause == 0 {
		t.Cause = Return
		if s.Exits() {
			t.Cause = OSExit
		}
		t.Code, t.CodeKnown = s.Code(t.Code == 0, t.Code == failureCode)
	}
	var c report.Call
	switch t.Cause {
	case Panic:
		c = s.Panic()
	case OSExit, RunCall:
		c = s.Exit()
	default:
		return
	}
	t.Stack, t.Via, t.Caller = []byte(c.Stack), c.Via, Frame{c.Func, c.File, c.Line}
}

// describeEnd adds the stack to what is known of an end, on the goroutine that asked for it.
// There may be thousands of later ends: only the first of them get a stack.
func describeEnd(e *engine.End, later bool) any {
	known := endOf(e)
	if later && laterStacks.Add(1) > mostShown {
		return known
	}
	if cause := known.asked.Cause; cause != Signal && cause != Goexit {
		known.stack = ownStack()
	}
	return known
}

var laterStacks atomic.Int32

// ownStack returns the text of the calling goroutine's stack. To ask for those of others would
// be to wait until all threads have stopped, and some do not stop.
func ownStack() string {
	for size := 8 << 10; ; size *= 4 {
		buf := make([]byte, size)
		if n := runtime.Stack(buf, false); n < size {
			return string(buf[:n])
		}
	}
}
