// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import "sync"

// A thins has slabs as well, of hooks that are smaller: they have an index in the place of a
// pointer to themselves, and what few have is not in them.
type thins struct {
	mu     sync.Mutex
	sealed bool
	newest *thin
	alloc  func() *thin
}

type thin struct {
	newer, older *thin
	live         int        // hooks that are pending
	hooks        []thinHook // that were added; there is room for more
}

type thinHook struct {
	slab         *thin
	f            func()
	index        uint8 // in the slab, since this may be a copy
	onFailure    bool
	place, entry uintptr
	extra        *extra
}

// newThin allocates a slab, with room for so many hooks.
var newThin = map[int]func() *thin{
	7:  thinOf(func(room *[7]thinHook) []thinHook { return room[:0] }),
	17: thinOf(func(room *[17]thinHook) []thinHook { return room[:0] }),
	20: thinOf(func(room *[20]thinHook) []thinHook { return room[:0] }),
}

func thinOf[Room any](none func(*Room) []thinHook) func() *thin {
	return func() *thin {
		s := new(struct {
			thin
			room Room
		})
		s.hooks = none(&s.room)
		return &s.thin
	}
}

func (r *thins) add(f func(), onFailure bool, d details) any {
	x := d.extra()
	r.mu.Lock()
	if r.sealed {
		select {}
	}
	s := r.newest
	if s == nil || len(s.hooks) == cap(s.hooks) {
		s = r.grow()
	}
	n := len(s.hooks)
	s.hooks = s.hooks[:n+1]
	s.live++
	h := &s.hooks[n]
	h.slab, h.f, h.index, h.onFailure, h.place, h.entry, h.extra = s, f, uint8(n), onFailure, d.place, d.entry, x
	r.mu.Unlock()
	return h
}

func (r *thins) grow() *thin {
	full, s := r.newest, r.alloc()
	r.newest = s
	if full != nil {
		full.newer, s.older = s, full
		full.unlinkIfEmpty()
	}
	return s
}

func (r *thins) stop(handle any) bool {
	h := handle.(*thinHook)
	r.mu.Lock()
	defer r.mu.Unlock()
	if h.slab == nil || r.sealed {
		return false
	}
	if h = &h.slab.hooks[h.index]; h.f == nil {
		return false
	}
	h.take()
	return true
}

func (h *thinHook) take() (f func()) {
	f, h.f = h.f, nil
	h.slab.live--
	h.slab.unlinkIfEmpty()
	return f
}

func (s *thin) unlinkIfEmpty() {
	if s.live > 0 || s.newer == nil {
		return
	}
	s.newer.older = s.older
	if s.older != nil {
		s.older.newer = s.newer
	}
	s.newer, s.older = nil, nil
}

func (r *thins) pop() (f func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for s := r.newest; s != nil; s = s.older {
		for i := len(s.hooks) - 1; i >= 0 && s.live > 0; i-- {
			if h := &s.hooks[i]; h.f != nil {
				return h.take()
			}
		}
	}
	return nil
}
