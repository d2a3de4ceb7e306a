// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package engine

import (
	"sync/atomic"
	"time"
)

// A Hook is a function that was registered. The zero Hook is one that was not.
//
// Hooks are slots of slabs. A slot is used once, so a Hook that was stopped never becomes
// another one.
type Hook struct {
	_            noCopy
	slab         *slab
	f            func()  // what to run; nil once it was started, skipped or stopped
	place, entry uintptr // see Details
	index        uint8   // of the slot
	onFailure    bool
}

// noCopy has vet find copies.
type noCopy struct{}

func (*noCopy) Lock()   {}
func (*noCopy) Unlock() {}

// Details are what is known of a hook besides its function. The engine heeds the
// Timeout, and all else is for its owner. They do not change once Add has returned.
type Details struct {
	Place uintptr // where it was added
	Entry uintptr // of its function
	Extra
}

// An Extra is what few hooks have.
type Extra struct {
	Name    string
	Timeout time.Duration // the hook's own deadline, 0 for none
}

// A slab has the hooks that were registered one after the other, so that a hook takes
// little more than its slot. What counts for the time of Add is how large that is.
//
// The slabs are a list, from the newest to the oldest. A slab without pending hooks
// leaves it, so what is added and stopped again takes no memory. The newest slab
// stays until it is full.
type slab struct {
	newer, older *slab
	extras       atomic.Pointer[[slabLen]Extra] // nil if no hook has one
	used         int                            // hooks that were registered
	live         int                            // hooks that are pending
	hooks        [slabLen]Hook
}

// slabLen makes a slab with its extras smaller than 1 KB, which a hook or a Registration
// that is kept keeps with it.
const slabLen = 13

// Add registers f, which must not be nil, as a hook. It is the next to run of all that
// are registered now, also while hooks run. On a non-zero exit code, it is run only if
// onFailure says so. Once the last hook has finished, Add never returns.
func (e *Engine) Add(f func(), onFailure bool, d Details) *Hook {
	e.mu.Lock()
	if e.phase >= sealed {
		e.parkAdd()
	}
	s := e.newest
	if s == nil || s.used == slabLen {
		s = e.grow()
	}
	if d.Extra != (Extra{}) {
		s.setExtra(d.Extra)
	}
	h := &s.hooks[s.used]
	h.slab, h.index = s, uint8(s.used)
	h.f, h.onFailure, h.place, h.entry = f, onFailure, d.Place, d.Entry
	s.used++
	s.live++
	e.mu.Unlock()
	return h
}

// grow adds a slab to the list. The one that was the newest is full.
func (e *Engine) grow() *slab {
	full, s := e.newest, new(slab)
	e.newest = s
	if full != nil {
		full.newer, s.older = s, full
		full.unlinkIfEmpty()
	}
	return s
}

// setExtra sets that of the next hook. Those of the hooks before it may be read at the
// same time.
func (s *slab) setExtra(x Extra) {
	if s.extras.Load() == nil {
		s.extras.Store(new([slabLen]Extra))
	}
	s.extras.Load()[s.used] = x
}

// parkAdd parks a goroutine whose hook comes after the last one. It is called with
// the mutex held.
func (e *Engine) parkAdd() {
	if e.phase == over && e.crash != nil {
		e.awaitCrash(0) // the program must not go on for ever without this goroutine
	}
	e.mu.Unlock()
	e.Host.Park()
}

// Stop removes h and reports whether that kept it from running. It does not wait for
// a hook that is running. A copy of a Hook stands for the hook itself.
func (e *Engine) Stop(h *Hook) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if !h.Added() {
		return false
	}
	h = &h.slab.hooks[h.index]
	if h.f == nil || e.phase >= sealed {
		return false
	}
	h.take()
	return e.phase == open || e.wants(h)
}

// wants reports whether h runs in the end that has begun.
func (e *Engine) wants(h *Hook) bool { return e.end.Code == 0 || h.onFailure }

// Added reports whether the hook was registered at some time.
func (h *Hook) Added() bool { return h.slab != nil }

// Details returns what Add was given.
func (h *Hook) Details() Details { return Details{h.place, h.entry, h.extra()} }

func (h *Hook) extra() Extra {
	if extras := h.slab.extras.Load(); extras != nil {
		return extras[h.index]
	}
	return Extra{}
}

// take removes a hook that is pending, and returns its function.
func (h *Hook) take() (f func()) {
	f, h.f = h.f, nil
	h.slab.live--
	h.slab.unlinkIfEmpty()
	return f
}

func (s *slab) unlinkIfEmpty() {
	if s.live > 0 || s.newer == nil {
		return
	}
	s.newer.older = s.older
	if s.older != nil {
		s.older.newer = s.newer
	}
	s.newer, s.older = nil, nil // a Hook that is kept keeps no other slab
}

// pop takes the newest hook that the end wants, nil if there is none. Those that it
// does not want are skipped.
func (e *Engine) pop() (*Hook, func()) {
	for h := range e.pending {
		f := h.take()
		if e.wants(h) {
			return h, f
		}
		e.note(h, Skipped)
	}
	return nil, nil
}

func (e *Engine) hasPending() bool {
	for range e.pending {
		return true
	}
	return false
}

// pending calls yield with the hooks that are pending, newest first. These may be
// taken meanwhile.
func (e *Engine) pending(yield func(*Hook) bool) {
	for s := e.newest; s != nil; {
		older := s.older
		for i := s.used - 1; i >= 0 && s.live > 0; i-- {
			if h := &s.hooks[i]; h.f != nil && !yield(h) {
				return
			}
		}
		s = older
	}
}
