// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package engine

import "time"

// An Extra is what few hooks have.
type Extra struct {
	_       [0]func()     // not comparable, which links less
	Name    string        // for reports, "" for none
	Timeout time.Duration // its own deadline, 0 for none
}

// A Hook is a function that was registered. It is part of its engine and must
// not be copied. The zero Hook is one that was not registered.
type Hook struct {
	place, entry int32  // see Details; they count from those of the block
	f            func() // what to run, nil once it was started, skipped or stopped
	block        *block // that it is in, which has the rest
}

// Add registers f, which must not be nil, as a hook, which has its turn before all
// that are registered now. While hooks run, it is the next one. Once the last hook
// has finished, Add never returns. On a non-zero exit code, it is run only if
// onFailure says so. Most hooks have no x, which is nil then; the engine does not
// refer to it afterwards. The place where the hook is added and the entry point of f
// are for the owner of the engine.
func (e *Engine) Add(f func(), onFailure bool, x *Extra, place, entry uintptr) *Hook {
	if !e.mu.tryInline() {
		e.mu.lockBusy()
	}
	if e.phase >= sealed {
		e.parkAdd()
	}
	b := e.top
	if b == nil || b.used == len(b.hooks) || x != nil && len(b.extras) == 0 || !b.reaches(place, entry) {
		b = e.grow(x != nil, place, entry)
	}
	i := b.used
	b.used++
	bit := uint64(1) << (i & 63)
	b.live |= bit
	if onFailure {
		b.onFailure |= bit
	}
	if x != nil {
		b.extras[i] = *x
	}
	h := &b.hooks[i]
	h.place, h.entry = int32(place-b.place), int32(entry-b.entry)
	h.f, h.block = f, b
	e.mu.unlockInline()
	return h
}

// parkAdd parks a goroutine whose hook comes too late.
//
//go:noinline
func (e *Engine) parkAdd() {
	if e.phase == over && e.crash != nil {
		e.awaitCrash(0) // the program must not go on for ever without this goroutine
	}
	e.mu.Unlock()
	e.Host.Park()
}

// Stop removes h and reports whether that kept it from running. It does not
// wait for a hook that is running.
func (e *Engine) Stop(h *Hook) bool {
	e.mu.Lock()
	ok := h.f != nil && e.phase < sealed && !h.isCopy()
	if ok {
		e.drop(h)
		ok = e.phase == open || e.wants(h)
	}
	e.mu.Unlock()
	return ok
}

// wants reports whether h runs in the end that has begun.
func (e *Engine) wants(h *Hook) bool { return e.end.Code == 0 || h.runsOnFailure() }

// Added reports whether the hook was registered at some time.
func (h *Hook) Added() bool { return h.block != nil }

// Details are what does not change once a hook is registered, as Add was given it.
type Details struct {
	Place, Entry uintptr
	Extra
}

// Details returns what is known of the hook. A copy of it has no name.
//
//go:noinline
func (h *Hook) Details() (d Details) {
	if b := h.block; b != nil {
		d.Place, d.Entry = b.place+uintptr(h.place), b.entry+uintptr(h.entry)
		if i := h.index(); i < uintptr(len(b.extras)) {
			d.Extra = b.extras[i]
		}
	}
	return d
}
