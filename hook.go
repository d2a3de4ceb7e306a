// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package exithook

import (
	"time"

	"github.com/exithook/exithook/internal/callsite"
	"github.com/exithook/exithook/internal/engine"
)

// A Hook is a function that runs when the program ends.
//
// Its first two fields are those of the Hook of Go's internal/runtime/exithook.
type Hook struct {
	// F is the function to run. It must not be nil.
	F func()
	// RunOnFailure says whether to run F on a non-zero exit code too. Without it, the hook
	// is skipped by such an end: it does not run later either.
	RunOnFailure bool
	// Name is for reports. The default is the name of the function F.
	Name string
	// Timeout is the time until the hook's own deadline, from its start. If F has not
	// returned by then, the hook has failed and is abandoned: F goes on, and the other
	// hooks run on another goroutine. 0 means no deadline of its own. The one for all hooks
	// together holds too; see SetTimeout.
	Timeout time.Duration
}

// A Registration is a hook that was added. The zero Registration is no hook. Do not copy a
// Registration: vet reports that. A copy stands for the same hook.
type Registration engine.Hook

// Add registers a hook. Hooks run one after the other, in reverse order of
// registration: the first hook added is the last one to run. The same function may be
// added several times, and runs as often.
//
// Any goroutine may call Add at any time. While the hooks run, an added hook is the next
// to run. Once the last hook has finished, Add does not return: no code goes on in the
// belief that its hook will run.
//
// Add panics if h.F is nil or h.Timeout is negative.
//
//go:noinline
func Add(h Hook) *Registration {
	pc := callsite.PC() // hence noinline
	if h.F == nil {
		panic("exithook: Add: the function to run is nil, at " + position(pc))
	}
	if h.Timeout < 0 {
		panic("exithook: Add: the timeout of a hook must not be negative, but is " + h.Timeout.String() + ", at " + position(pc))
	}
	return (*Registration)(std.Add(h.F, h.RunOnFailure, engine.Details{Place: pc, Entry: callsite.Entry(h.F), Extra: engine.Extra{Name: h.Name, Timeout: h.Timeout}}))
}

// Defer registers f to run however the program ends. It is
// Add(Hook{F: f, RunOnFailure: true}).
//
//go:noinline
func Defer(f func()) *Registration {
	pc := callsite.PC() // hence noinline
	if f == nil {
		panic("exithook: Defer: the function to run is nil, at " + position(pc))
	}
	return (*Registration)(std.Add(f, true, engine.Details{Place: pc, Entry: callsite.Entry(f)}))
}

// Stop removes the hook, and reports whether the hook would have run otherwise. It returns
// false if the hook was started or stopped before, if the end that has begun skips it, and for
// a nil or zero Registration.
//
// Any goroutine may call Stop at any time, also a hook. Stop does not wait for a hook
// that is running.
//
// To do the hook's work early, call Stop first, and do the work if it returned true:
//
//	if r.Stop() {
//		cleanUp()
//	}
//
// Then the work is done at most once. If the program ends between the two lines, it is not
// done. If that is worse than to do it twice, do the work first and call Stop then.
//
// Once a hook was stopped or started, this package does not refer to its function any more.
// A hook that stays, or a Registration that is kept, keeps less than 1 KB, and the names that
// were given to up to 13 hooks.
func (r *Registration) Stop() bool { return r != nil && std.Stop((*engine.Hook)(r)) }

// String names the hook and says where it was added, as messages and reports do.
func (r *Registration) String() string {
	if r == nil || !(*engine.Hook)(r).Added() {
		return "no hook"
	}
	return label((*engine.Hook)(r))
}
