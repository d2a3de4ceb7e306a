// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package engine

import (
	"math/bits"
	"time"
	"unsafe"
)

// A block has hooks that were registered one after the other. To allocate
// several at once is what makes them cheap and small. A place in a block is used
// once, so a Hook that was stopped never becomes another one.
//
// The blocks are a list, and only the top one of it may have no pending hook. So
// what is added and stopped again takes no memory, and the newest hook that is
// pending is in one of the first two.
type block struct {
	newer, older *block
	hooks        []Hook
	used         int    // of the hooks, those that were registered
	live         uint64 // those that are pending: bit i stands for hooks[i]
	onFailure    uint64 // those that run on a non-zero exit code too
	extras       []extra
}

// blockLen makes a block 2048 bytes on 64-bit machines with the allocator's own
// word, which is one of its sizes.
const blockLen = 61

// firstLen is that of the first block, which is in every program.
const firstLen = 8

// An extra is what few hooks have. A block has room for extras from the beginning
// or not at all: so what belongs to a hook can be read without the mutex.
type extra struct {
	_       [0]func() // not comparable, which links less
	name    string
	timeout time.Duration
}

// grow puts a new block on top, with extras or without.
func (e *Engine) grow(withExtras bool) *block {
	if e.top != nil && e.top.live == 0 {
		e.unlink(e.top)
	}
	b, room := &e.first, e.room[:]
	if b.used > 0 {
		many := new(struct {
			block
			room [blockLen]Hook
		})
		b, room = &many.block, many.room[:]
	}
	b.hooks = room
	if withExtras {
		b.extras = make([]extra, len(room))
	}
	b.older = e.top
	if e.top != nil {
		e.top.newer = b
	}
	e.top = b
	return b
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

// extra returns what does not change once the hook is registered.
//
//go:noinline
func (h *Hook) extra() (x extra) {
	if h.block != nil && len(h.block.extras) > 0 && !h.isCopy() {
		x = h.block.extras[h.index()]
	}
	return x
}
