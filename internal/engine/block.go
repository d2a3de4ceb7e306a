// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package engine

import (
	"math/bits"
	"unsafe"
)

// A block has hooks that were registered one after the other. To allocate
// several at once is what makes them cheap and small. A place in a block is used
// once, so a Hook that was stopped never becomes another one.
//
// The blocks are a list, and only the top one of it may have no pending hook. So
// what is added and stopped again takes no memory, and the newest hook that is
// pending is in one of the first two.
//
// A block has room for extras from the beginning or not at all: so what belongs to a
// hook can be read without the mutex.
type block struct {
	newer, older *block
	hooks        []Hook
	used         int     // of the hooks, those that were registered
	live         uint64  // those that are pending: bit i stands for hooks[i]
	onFailure    uint64  // those that run on a non-zero exit code too
	place, entry uintptr // from which those of the hooks count
	extras       []Extra // as many as hooks, or none
}

const (
	// The first block is in every program.
	firstLen = 8
	// The others are allocated several at once, and more of them each time; they are
	// freed together as well. The most that are, are little less than 16 KB on 64-bit
	// machines, which is one of the allocator's sizes.
	blockLen   = 63
	mostAtOnce = 10
)

// grow puts a new block on top, with extras or without, for hooks that are not far
// from place and entry.
func (e *Engine) grow(withExtras bool, place, entry uintptr) *block {
	if e.top != nil && e.top.live == 0 {
		e.unlink(e.top)
	}
	b := &e.first
	if b.used > 0 {
		if e.spare == nil {
			e.allocate()
		}
		b = e.spare
		e.spare = b.older
	} else {
		b.hooks = e.room[:]
	}
	b.place, b.entry = place, entry
	if withExtras {
		b.extras = make([]Extra, len(b.hooks))
	}
	b.older = e.top
	if e.top != nil {
		e.top.newer = b
	}
	e.top = b
	return b
}

// allocate makes spare blocks.
func (e *Engine) allocate() {
	n := min(e.allocated+1, mostAtOnce)
	e.allocated += n
	full := make([]struct {
		block
		room [blockLen]Hook
	}, n)
	for i := range full {
		f := &full[n-1-i]
		f.hooks = f.room[:]
		f.older, e.spare = e.spare, &f.block
	}
}

// reaches reports whether the block can have a hook with these: its hooks have the
// distance in 32 bits. That is enough for all that is linked together, but not for
// plug-ins.
func (b *block) reaches(place, entry uintptr) bool {
	place -= b.place
	entry -= b.entry
	return place == uintptr(int32(place)) && entry == uintptr(int32(entry))
}

func (e *Engine) unlink(b *block) {
	if b.newer != nil {
		b.newer.older = b.older
	} else {
		e.top = b.older
	}
	if b.older != nil {
		b.older.newer = b.newer
	}
	b.newer, b.older = nil, nil
}

// newest returns the hook whose turn is next, nil if none is pending.
func (e *Engine) newest() *Hook {
	b := e.top
	if b != nil && b.live == 0 {
		b = b.older
	}
	if b == nil {
		return nil
	}
	return &b.hooks[bits.Len64(b.live)-1]
}

// drop removes a hook that is pending, and returns its function.
func (e *Engine) drop(h *Hook) (f func()) {
	f, h.f = h.f, nil
	b := h.block
	b.live &^= h.bit()
	if b.live == 0 && b != e.top {
		e.unlink(b)
	}
	return f
}

// pop takes the newest hook that the end wants, nil if there is none. Those
// that it does not want have had their turn.
func (e *Engine) pop() (*Hook, func()) {
	for {
		h := e.newest()
		if h == nil {
			return nil, nil
		}
		f := e.drop(h)
		if e.wants(h) {
			return h, f
		}
		e.note(h, Skipped)
	}
}

// pending calls yield with the hooks whose turn has not come, newest first.
func (e *Engine) pending(yield func(*Hook)) {
	for b := e.top; b != nil; b = b.older {
		for i := b.used - 1; i >= 0; i-- {
			if h := &b.hooks[i]; h.f != nil {
				yield(h)
			}
		}
	}
}

// index is the place of h in its block. That of a copy is beyond the block.
func (h *Hook) index() uintptr {
	return (uintptr(unsafe.Pointer(h)) - uintptr(unsafe.Pointer(unsafe.SliceData(h.block.hooks)))) / unsafe.Sizeof(*h)
}

func (h *Hook) bit() uint64 { return 1 << h.index() }

func (h *Hook) runsOnFailure() bool { return h.block.onFailure&h.bit() != 0 }

// isCopy reports whether h is a copy of a hook that was registered.
func (h *Hook) isCopy() bool { return h.index() >= uintptr(len(h.block.hooks)) }
