// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package engine

import "time"

// A block has hooks that were registered one after the other. To allocate
// several at once is what makes them cheap and small. A place in a block is used
// once, so a Hook that was stopped never becomes another one.
//
// The blocks are a list, and only the top one of it may have no pending hook. So
// what is added and stopped again takes no memory, and the newest hook that is
// pending is in one of the first two.
type block struct {
	newer, older *block
	used         int // hooks that were registered here
	top          int // no hook from here on is pending
	live         int // how many are
	hooks        [blockLen]Hook
}

// blockLen makes a block 1536 bytes on 64-bit machines with the allocator's own
// word, which is one of its sizes.
const blockLen = 31

// push returns the next place for a hook.
func (e *Engine) push() *Hook {
	b := e.top
	if b == nil || b.used == blockLen {
		b = e.grow()
	}
	h := &b.hooks[b.used]
	h.block, h.index = b, uint8(b.used)
	b.live++
	b.used++
	b.top = b.used
	return h
}

func (e *Engine) grow() *block {
	if e.top != nil && e.top.live == 0 {
		e.unlink(e.top)
	}
	b := &e.first
	if b.used > 0 {
		b = new(block)
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
//
//go:noinline
func (e *Engine) newest() *Hook {
	b := e.top
	if b != nil && b.live == 0 {
		b = b.older
	}
	if b == nil {
		return nil
	}
	for b.hooks[b.top-1].f == nil {
		b.top--
	}
	return &b.hooks[b.top-1]
}

// drop removes a hook that is pending, and returns its function.
func (e *Engine) drop(h *Hook) (f func()) {
	f, h.f = h.f, nil
	b := h.block
	if b.live--; b.live == 0 && b != e.top {
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
		for i := b.top - 1; i >= 0; i-- {
			if h := &b.hooks[i]; h.f != nil {
				yield(h)
			}
		}
	}
}

// isCopy reports whether h is a copy of a hook that was registered.
func (h *Hook) isCopy() bool { return h != &h.block.hooks[h.index] }

// An extra is what few hooks have.
type extra struct {
	name    string
	timeout time.Duration
}

// newExtra makes an extra. They too are allocated several at once.
func (e *Engine) newExtra(s *Spec) *extra {
	if len(e.extras) == 0 {
		e.extras = make([]extra, blockLen)
	}
	x := &e.extras[0]
	e.extras = e.extras[1:]
	x.name, x.timeout = s.Name, s.Timeout
	return x
}
