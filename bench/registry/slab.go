// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import "sync"

// A slabs has hooks allocated several at once, in slabs, which are a list. A slab without
// pending hooks leaves it.
type slabs struct {
	mu     sync.Mutex
	sealed bool
	newest *slab
	alloc  func() *slab
}

type slab struct {
	newer, older *slab
	live         int        // hooks that are pending
	hooks        []slabHook // that were added; there is room for more
}

type slabHook struct {
	self      *slabHook // of which this may be a copy
	slab      *slab
	f         func()
	onFailure bool
	details   details
}

// newSlab allocates a slab, with room for so many hooks.
var newSlab = map[int]func() *slab{
	7:  slabOf(func(room *[7]slabHook) []slabHook { return room[:0] }),
	13: slabOf(func(room *[13]slabHook) []slabHook { return room[:0] }),
}

func slabOf[Room any](none func(*Room) []slabHook) func() *slab {
	return func() *slab {
		s := new(struct {
			slab
			room Room
		})
		s.hooks = none(&s.room)
		return &s.slab
	}
}

func (r *slabs) add(f func(), onFailure bool, d details) any {
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
	h.self, h.slab, h.f, h.onFailure, h.details = h, s, f, onFailure, d
	r.mu.Unlock()
	return h
}

func (r *slabs) grow() *slab {
	full, s := r.newest, r.alloc()
	r.newest = s
	if full != nil {
		full.newer, s.older = s, full
		full.unlinkIfEmpty()
	}
	return s
}

func (r *slabs) stop(handle any) bool {
	h := handle.(*slabHook).self
	r.mu.Lock()
	defer r.mu.Unlock()
	if h == nil || h.f == nil || r.sealed {
		return false
	}
	h.take()
	return true
}

func (h *slabHook) take() (f func()) {
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
	s.newer, s.older = nil, nil
}

func (r *slabs) pop() (f func()) {
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
