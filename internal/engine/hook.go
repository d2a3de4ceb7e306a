// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package engine

import "time"

// A Hook is a function to run when the program ends. It is linked into its
// engine and must not be copied or changed after Add.
type Hook struct {
	F         func()
	OnFailure bool          // run it on a non-zero exit code too
	Timeout   time.Duration // its own deadline, 0 for none

	newer, older *Hook
	state        state
}

type state uint8

const (
	unused  state = iota // not yet added
	pending              // its turn has not come
	gone                 // it was started, skipped or stopped
)

// Add registers h, which has its turn before all hooks that are registered
// now. While hooks run, it is the next one. Once the last hook has finished,
// Add never returns.
func (e *Engine) Add(h *Hook) {
	e.mu.Lock()
	if e.phase >= sealed {
		if e.phase == over && e.crash != nil {
			e.awaitCrash(0) // the program must not go on for ever without this goroutine
		}
		e.mu.Unlock()
		e.Host.Park()
	}
	h.state = pending
	h.older = e.top
	if e.top != nil {
		e.top.newer = h
	}
	e.top = h
	e.mu.Unlock()
}

// Stop removes h and reports whether that kept it from running. It does not
// wait for a hook that is running.
func (e *Engine) Stop(h *Hook) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if h.state != pending || e.phase >= sealed || !e.linked(h) {
		return false
	}
	e.unlink(h)
	return e.phase == open || e.wants(h)
}

// wants reports whether h runs in the end that has begun.
func (e *Engine) wants(h *Hook) bool { return e.end.Code == 0 || h.OnFailure }

// linked reports whether h is in the list, and not a copy of one that is.
func (e *Engine) linked(h *Hook) bool {
	if h.newer == nil {
		return e.top == h
	}
	return h.newer.older == h
}

//go:noinline
func (e *Engine) unlink(h *Hook) {
	if h.newer != nil {
		h.newer.older = h.older
	} else {
		e.top = h.older
	}
	if h.older != nil {
		h.older.newer = h.newer
	}
	h.newer, h.older = nil, nil
	h.state = gone
}

// pop takes the newest hook that the end wants, nil if there is none. Those
// that it does not want have had their turn.
func (e *Engine) pop() *Hook {
	for e.top != nil {
		h := e.top
		e.unlink(h)
		if e.wants(h) {
			return h
		}
		e.note(h, Skipped)
	}
	return nil
}
