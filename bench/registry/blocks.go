// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import (
	"math/bits"
	"runtime"
	"sync"
	"time"
	"unsafe"
)

// A blocks has hooks of 32 bytes, in blocks of 63, which are allocated ten at once.
// What hooks have in common is in bits of the block, places are distances in 32 bits, and
// a handle finds its bit by the distance from the block.
type blocks struct {
	mu        sync.Mutex
	sealed    bool
	top       *block
	spare     *block
	allocated int
	first     block
	room      [8]blockHook
}

type block struct {
	newer, older *block
	hooks        []blockHook
	used         int
	live         uint64
	onFailure    uint64
	place, entry uintptr
	extras       []blockExtra
}

type blockExtra struct {
	name    string
	timeout time.Duration
}

type blockHook struct {
	place, entry int32
	f            func()
	block        *block
}

const (
	blockLen   = 63
	mostAtOnce = 10
)

func (r *blocks) add(f func(), onFailure bool, d details) any {
	var x *blockExtra
	if d.name != "" || d.timeout != 0 {
		x = &blockExtra{d.name, d.timeout}
	}
	if !r.mu.TryLock() {
		r.lockBusy()
	}
	if r.sealed {
		select {}
	}
	b := r.top
	if b == nil || b.used == len(b.hooks) || x != nil && len(b.extras) == 0 || !b.reaches(d.place, d.entry) {
		b = r.grow(x != nil, d.place, d.entry)
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
	h.place, h.entry = int32(d.place-b.place), int32(d.entry-b.entry)
	h.f, h.block = f, b
	r.mu.Unlock()
	return h
}

// lockBusy lets other goroutines go on a few times before it sleeps.
func (r *blocks) lockBusy() {
	for range 4 {
		runtime.Gosched()
		if r.mu.TryLock() {
			return
		}
	}
	r.mu.Lock()
}

func (r *blocks) grow(withExtras bool, place, entry uintptr) *block {
	if r.top != nil && r.top.live == 0 {
		r.unlink(r.top)
	}
	b := &r.first
	if b.used > 0 {
		if r.spare == nil {
			r.allocate()
		}
		b = r.spare
		r.spare = b.older
	} else {
		b.hooks = r.room[:]
	}
	b.place, b.entry = place, entry
	if withExtras {
		b.extras = make([]blockExtra, len(b.hooks))
	}
	b.older = r.top
	if r.top != nil {
		r.top.newer = b
	}
	r.top = b
	return b
}

func (r *blocks) allocate() {
	n := min(r.allocated+1, mostAtOnce)
	r.allocated += n
	full := make([]struct {
		block
		room [blockLen]blockHook
	}, n)
	for i := range full {
		f := &full[n-1-i]
		f.hooks = f.room[:]
		f.older, r.spare = r.spare, &f.block
	}
}

func (b *block) reaches(place, entry uintptr) bool {
	place -= b.place
	entry -= b.entry
	return place == uintptr(int32(place)) && entry == uintptr(int32(entry))
}

func (r *blocks) unlink(b *block) {
	if b.newer != nil {
		b.newer.older = b.older
	} else {
		r.top = b.older
	}
	if b.older != nil {
		b.older.newer = b.newer
	}
	b.newer, b.older = nil, nil
}

func (r *blocks) stop(handle any) bool {
	h := handle.(*blockHook)
	r.mu.Lock()
	defer r.mu.Unlock()
	if h.f == nil || r.sealed || h.index() >= uintptr(len(h.block.hooks)) {
		return false
	}
	r.take(h)
	return true
}

func (h *blockHook) index() uintptr {
	return (uintptr(unsafe.Pointer(h)) - uintptr(unsafe.Pointer(unsafe.SliceData(h.block.hooks)))) / unsafe.Sizeof(*h)
}

func (r *blocks) take(h *blockHook) (f func()) {
	f, h.f = h.f, nil
	b := h.block
	b.live &^= 1 << h.index()
	if b.live == 0 && b != r.top {
		r.unlink(b)
	}
	return f
}

func (r *blocks) pop() (f func()) {
	r.mu.Lock()
	b := r.top
	if b != nil && b.live == 0 {
		b = b.older
	}
	if b != nil {
		f = r.take(&b.hooks[bits.Len64(b.live)-1])
	}
	r.mu.Unlock()
	return f
}
