// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package exithook

import (
	"runtime"
	"time"
	"unsafe"

	"github.com/exithook/exithook/internal/callsite"
	"github.com/exithook/exithook/internal/engine"
	"github.com/exithook/exithook/internal/tiny"
)

// A Hook is a function to be run when the program ends.
//
// Its first two fields are those of the Hook of Go's internal/runtime/exithook.
type Hook struct {
	// F is the function to run. It must not be nil.
	F func()
	// RunOnFailure says whether to run F on a non-zero exit code too.
	// Without it, F is skipped for good if the program ends that way.
	RunOnFailure bool
	// Name is for reports. The default is the name of the function F.
	Name string
	// Timeout is the hook's own deadline, counted from its start. If it has
	// not returned by then it is abandoned: it has failed, and the other
	// hooks run without waiting for it. 0 means none; the deadline for all
	// hooks together (see SetTimeout) holds in any case.
	Timeout time.Duration
}

// A Registration is a hook that was added. The zero Registration is one that
// was not. A Registration must not be copied.
type Registration struct{ hook engine.Hook }

// Add registers a hook. Hooks run one after the other, in reverse order of
// registration: the first hook added is the last one run. The same function
// may be added several times, and runs as often.
//
// Add may be called from any goroutine at any time, also by a hook: while the
// hooks run, an added hook is the next to run. Once the last hook has finished,
// Add never returns, so that no code goes on in the belief that its hook will
// run.
//
// Add panics if h.F is nil or h.Timeout is negative.
//
//go:noinline
func Add(h Hook) *Registration {
	pc := callsite.PC()
	if h.F == nil || h.Timeout < 0 {
		reject("Add", h.F, h.Timeout, pc)
	}
	var x *engine.Extra
	if h.Name != "" || h.Timeout != 0 {
		x = &engine.Extra{Name: h.Name, Timeout: h.Timeout}
	}
	return registration(std.Add(h.F, h.RunOnFailure, x, pc, callsite.Entry(h.F)))
}

// Defer registers f to be run however the program ends. It is
// Add(Hook{F: f, RunOnFailure: true}).
//
//go:noinline
func Defer(f func()) *Registration {
	pc := callsite.PC()
	if f == nil {
		reject("Defer", nil, 0, pc)
	}
	return registration(std.Add(f, true, nil, pc, callsite.Entry(f)))
}

//go:noinline
func reject(function string, f func(), timeout time.Duration, pc uintptr) {
	what := "the function to run is nil"
	if f != nil {
		what = "the timeout of a hook must not be negative, but is " + tiny.Duration(timeout)
	}
	panic("exithook: " + function + ": " + what + ", at " + position(pc))
}

// Stop removes the hook, and reports whether that kept it from running. It
// returns false if the hook runs or has run, if it was stopped before, if it
// is skipped anyway because the program ends with a failure, and for a nil or
// zero Registration.
//
// Stop may be called at any time from any goroutine, also by hooks. It does not
// wait for a hook that is running. Whoever does the hook's work instead should
// do that first, and call Stop then: the program may end in between.
//
// Once a hook was stopped or started, nothing here refers to its function any
// more, or to what that refers to.
func (r *Registration) Stop() bool { return r != nil && std.Stop(&r.hook) }

// registration returns the Registration that h is all of.
func registration(h *engine.Hook) *Registration { return (*Registration)(unsafe.Pointer(h)) }

// String names the hook and the place where it was added, for reports.
func (r *Registration) String() string {
	if r == nil || !r.hook.Added() {
		return "no hook"
	}
	title, place := describe(&r.hook)
	return `"` + title + `" (added at ` + place + ")"
}

// describe returns what a hook is called, and where it was added.
//
//go:noinline
func describe(h *engine.Hook) (title, place string) {
	d := h.Details()
	if title = d.Name; title == "" {
		title = frame(d.Entry + 1).Function
		if title == "" {
			title = "a function"
		} else if tiny.AfterLast(title, '-') == "fm" {
			title = title[:len(title)-len("-fm")] // a method value
		}
	}
	return title, position(d.Place)
}

// position returns the file and line of a return address.
//
//go:noinline
func position(pc uintptr) string {
	f := frame(pc)
	if f.File == "" {
		return "an unknown place"
	}
	return f.File + ":" + tiny.Itoa(int64(f.Line))
}

//go:noinline
func frame(pc uintptr) runtime.Frame {
	f, _ := runtime.CallersFrames([]uintptr{pc}).Next()
	return f
}
