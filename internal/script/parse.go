// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package script

import (
	"fmt"
	"math/rand/v2"
	"time"
)

// A reader makes a script of bytes, so that a fuzzer can choose them. When they
// are used up, all further ones are 0.
type reader struct {
	data  []byte
	rand  *rand.Rand // for durations that are unlike any other
	hooks []*Hook
	timed bool
	gos   int
	codes int
	sigs  int
}

// Random returns bytes for Parse. One script in 4 is timed: it sleeps, and has
// deadlines. The others are about what happens at the same time.
func Random(r *rand.Rand) []byte {
	data := make([]byte, 2+r.IntN(60))
	for i := range data {
		data[i] = byte(r.Uint32())
	}
	return data
}

// SetTimed changes bytes for a script that is timed, or not.
func SetTimed(data []byte, timed bool) {
	data[0] |= timedBits
	if !timed {
		data[0]--
	}
}

// timedBits are those of the first byte that are set if the script is timed.
const timedBits = 3

// Parse makes a script. Any bytes are one.
func Parse(data []byte) *Script {
	r := &reader{data: data, rand: rand.New(rand.NewPCG(1, 2))}
	header := r.byte()
	r.timed = header&timedBits == timedBits
	var timeout time.Duration
	if r.timed && header&4 != 0 {
		timeout = r.duration()
	}
	return New(timeout, r.main(int(header>>5))...)
}

// main reads what the first goroutine does: it adds n hooks, and then whatever.
func (r *reader) main(n int) (list []Action) {
	for range n % 6 {
		list = append(list, Action{Kind: Add, Hook: r.hook(1)})
	}
	return append(list, r.actions(InMain, 8, 0, false)...)
}

func (r *reader) byte() byte {
	if len(r.data) == 0 {
		return 0
	}
	b := r.data[0]
	r.data = r.data[1:]
	return b
}

// duration returns a duration from 1 to 17 ms, of which no two are the same.
func (r *reader) duration() time.Duration {
	return time.Duration(r.byte()%16+1)*time.Millisecond + time.Duration(r.rand.IntN(1e6))
}

// actions reads up to n actions. None follows one that does not return.
func (r *reader) actions(role Role, n, depth int, mayBlock bool) []Action {
	var list []Action
	for range n {
		if len(r.data) == 0 {
			break
		}
		a := r.action(role, depth, mayBlock)
		list = append(list, a)
		if a.final() {
			break
		}
	}
	return list
}

// final reports whether nothing that comes after the action is done.
func (a Action) final() bool { return a.Kind == Exit || a.Kind == Panic || a.Kind == Goexit }

// maxBodies bounds how much goes on in a script.
const maxBodies = 10

// weights are how often the kinds of action occur.
var weights = [kinds]int{Add: 6, Stop: 5, Go: 5, Exit: 3, Run: 3, Panic: 2, Yield: 2, Goexit: 2, Sleep: 5, Block: 2, SetTimeout: 2, Recover: 1, Signal: 2}

// SignalCodes are 128+n for signals that have the same number n on all Unix systems: TERM,
// HUP and ALRM. Each comes once at most, so a code tells which one it was.
var SignalCodes = []int{128 + 15, 128 + 1, 128 + 14}

// kindOf returns the kind of action that a byte stands for.
func kindOf(b int) Kind {
	sum := 0
	for _, w := range weights {
		sum += w
	}
	b %= sum
	for k, w := range weights {
		if b -= w; b < 0 {
			return Kind(k)
		}
	}
	return Yield // not reached
}

func (r *reader) action(role Role, depth int, mayBlock bool) Action {
	a := Action{Kind: kindOf(int(r.byte()))}
	b := r.byte()
	switch {
	case !role.May(a.Kind) || a.Kind == Block && role == InHook && !mayBlock,
		(a.Kind == Add || a.Kind == Go) && (depth == 3 || len(r.hooks)+r.gos >= maxBodies),
		a.Kind == Stop && len(r.hooks) == 0,
		a.Kind == Signal && r.sigs == len(SignalCodes),
		!r.timed && a.Kind >= Sleep && a.Kind != Signal:
		a.Kind = Yield
	}
	switch a.Kind {
	case Add:
		a.Hook = r.hook(depth + 1)
	case Stop:
		a.Hook = r.hooks[int(b)%len(r.hooks)]
	case Go:
		r.gos++
		a.Name = fmt.Sprintf("g%d", r.gos)
		a.Actions = r.actions(InGoroutine, int(b)%4, depth+1, true)
	case Exit, Run:
		if r.codes++; b%2 == 1 {
			a.Code = 10 + r.codes
		}
	case Signal:
		a.Code = SignalCodes[r.sigs]
		r.sigs++
		a.Name = fmt.Sprintf("s%d", r.sigs)
	case Sleep:
		a.For = r.duration()
	case Block:
		a.For = time.Hour
	case SetTimeout:
		if b%8 > 0 {
			a.For = r.duration()
		}
	}
	return a
}

func (r *reader) hook(depth int) *Hook {
	b := r.byte()
	h := &Hook{Name: fmt.Sprintf("h%d", len(r.hooks)+1), OnFailure: b%3 != 0}
	r.hooks = append(r.hooks, h)
	if r.timed && b&0x10 != 0 {
		h.Timeout = r.duration()
	}
	h.Actions = r.actions(InHook, int(b>>6), depth, h.Timeout > 0)
	return h
}
