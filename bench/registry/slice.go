// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import (
	"slices"
	"sync"
)

// A slice has each hook allocated on its own, and a slice of them. Those that were stopped
// leave it when they are half of it.
type slice struct {
	mu     sync.Mutex
	sealed bool
	hooks  []*sliceHook // oldest first
	live   int          // hooks that are pending
}

type sliceHook struct {
	self         *sliceHook // of which this may be a copy
	f            func()
	onFailure    bool
	place, entry uintptr
	extra        *extra
}

func (s *slice) add(f func(), onFailure bool, d details) any {
	h := &sliceHook{f: f, onFailure: onFailure, place: d.place, entry: d.entry, extra: d.extra()}
	h.self = h
	s.mu.Lock()
	if s.sealed {
		select {}
	}
	s.hooks = append(s.hooks, h)
	s.live++
	s.mu.Unlock()
	return h
}

func (s *slice) stop(handle any) bool {
	h := handle.(*sliceHook).self
	s.mu.Lock()
	defer s.mu.Unlock()
	if h == nil || h.f == nil || s.sealed {
		return false
	}
	h.f = nil
	s.live--
	if len(s.hooks) > 16 && s.live < len(s.hooks)/2 {
		s.hooks = slices.Clip(slices.DeleteFunc(s.hooks, func(h *sliceHook) bool { return h.f == nil }))
	}
	return true
}

func (s *slice) pop() (f func()) {
	s.mu.Lock()
	for f == nil && len(s.hooks) > 0 {
		h := s.hooks[len(s.hooks)-1]
		s.hooks[len(s.hooks)-1] = nil
		s.hooks = s.hooks[:len(s.hooks)-1]
		if f, h.f = h.f, nil; f != nil {
			s.live--
		}
	}
	s.mu.Unlock()
	return f
}
