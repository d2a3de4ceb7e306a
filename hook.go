// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package exithook

import (
	"runtime"
	"time"
	"unsafe"

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
type Registration struct {
	node engine.Hook // must be first: see registration
	name string
	pc   uintptr // where it was added
}

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
func Add(h Hook) *Registration { return add("Add", h) }

// Defer registers f to be run however the program ends. It is
// Add(Hook{F: f, RunOnFailure: true}).
func Defer(f func()) *Registration { return add("Defer", Hook{F: f, RunOnFailure: true}) }

func add(caller string, h Hook) *Registration {
	r := &Registration{node: engine.Hook{F: h.F, OnFailure: h.RunOnFailure, Timeout: h.Timeout}, name: h.Name, pc: callerPC()}
	if h.F == nil {
		panic("exithook: " + caller + ": the function to run is nil, at " + r.where())
	}
	if h.Timeout < 0 {
		panic("exithook: " + caller + ": the timeout of a hook must not be negative, but is " + tiny.Duration(h.Timeout) + ", at " + r.where())
	}
	std.Add(&r.node)
	return r
}

// Stop removes the hook, and reports whether that kept it from running. It
// returns false if the hook runs or has run, if it was stopped before, if it
// is skipped anyway because the program ends with a failure, and for a nil or
// zero Registration.
//
// Stop may be called at any time from any goroutine, also by hooks. It does not
// wait for a hook that is running. Whoever does the hook's work instead should
// do that first, and call Stop then: the program may end in between.
func (r *Registration) Stop() bool { return r != nil && std.Stop(&r.node) }

// registration returns the Registration that h is the node of.
func registration(h *engine.Hook) *Registration { return (*Registration)(unsafe.Pointer(h)) }

// String names the hook and the place where it was added, for reports.
func (r *Registration) String() string {
	if r == nil || r.pc == 0 {
		return "no hook"
	}
	return `"` + r.title() + `" (added at ` + r.where() + ")"
}

//go:noinline
func (r *Registration) title() string {
	if r.name != "" {
		return r.name
	}
	name := frame(**(**uintptr)(unsafe.Pointer(&r.node.F)) + 1).Function
	if tiny.HasPrefix(tiny.AfterLast(name, '-'), "fm") {
		name = name[:len(name)-len("-fm")] // a method value
	}
	return name
}

//go:noinline
func (r *Registration) where() string {
	f := frame(r.pc)
	return f.File + ":" + tiny.Itoa(int64(f.Line))
}

// callerPC returns the place that called the function that called add, or
// another function of this package with one more in between.
func callerPC() uintptr {
	var pc [1]uintptr
	runtime.Callers(4, pc[:]) // runtime.Callers, callerPC, add, Add
	return pc[0]
}

//go:noinline
func frame(pc uintptr) runtime.Frame {
	f, _ := runtime.CallersFrames([]uintptr{pc}).Next()
	return f
}
