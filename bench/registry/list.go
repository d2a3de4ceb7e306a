// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import "sync"

// A list has each hook allocated on its own, in a list from the newest to the oldest.
type list struct {
	mu     sync.Mutex
	sealed bool
	newest *listHook
}

type listHook struct {
	self         *listHook // of which this may be a copy
	newer, older *listHook
	f            func()
	onFailure    bool
	place, entry uintptr
	extra        *extra
}

func (l *list) add(f func(), onFailure bool, d details) any {
	h := &listHook{f: f, onFailure: onFailure, place: d.place, entry: d.entry, extra: d.extra()}
	h.self = h
	l.mu.Lock()
	if l.sealed {
		select {}
	}
	if h.older = l.newest; h.older != nil {
		h.older.newer = h
	}
	l.newest = h
	l.mu.Unlock()
	return h
}

func (l *list) stop(handle any) bool {
	h := handle.(*listHook).self
	l.mu.Lock()
	defer l.mu.Unlock()
	if h == nil || h.f == nil || l.sealed {
		return false
	}
	l.take(h)
	return true
}

func (l *list) take(h *listHook) (f func()) {
	f, h.f = h.f, nil
	if h.newer == nil {
		l.newest = h.older
	} else {
		h.newer.older = h.older
	}
	if h.older != nil {
		h.older.newer = h.newer
	}
	h.newer, h.older = nil, nil
	return f
}

func (l *list) pop() (f func()) {
	l.mu.Lock()
	if h := l.newest; h != nil {
		f = l.take(h)
	}
	l.mu.Unlock()
	return f
}
