// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Package clock has the time as it is needed when a process ends. It is the real time, also
// in a testing/synctest bubble, whose clock may stand still or run ahead. It also works
// if no descriptor is free: then the first timer of a process would be a fatal error of the
// runtime ("netpollinit failed").
package clock

import (
	"runtime"
	"sync/atomic"
	"time"

	"github.com/exithook/exithook/internal/link"
)

var started = time.Now()

// Now returns the time since the program was started. Without the link into the
// runtime, it is the time of the bubble in a bubble.
func Now() time.Duration {
	now := time.Now()
	if bubbled(now) {
		Outside(func() { now = time.Now() })
	}
	return now.Sub(started)
}

// bubbled reports whether a time comes from the clock of a bubble. Those have no
// monotonic reading.
func bubbled(now time.Time) bool { return now == now.Round(0) }

// InBubble reports whether the goroutine is in a bubble.
func InBubble() bool { return bubbled(time.Now()) }

// Outside calls f, in no bubble, and returns when f does. f must be short.
func Outside(f func()) {
	if !InBubble() {
		f()
		return
	}
	var done atomic.Bool
	link.Outside(func() {
		f()
		done.Store(true)
	})
	for !done.Load() {
		runtime.Gosched()
	}
}

// After calls f on a goroutine of its own once d has passed, unless stop is called
// before.
func After(d time.Duration, f func()) (stop func()) {
	if !InBubble() && timersWork() {
		t := time.AfterFunc(d, f)
		return func() { t.Stop() }
	}
	var stopped atomic.Bool
	link.Outside(func() { wakeUp(d, &stopped, f) })
	return func() { stopped.Store(true) }
}

// wakeUp calls f once d has passed, unless it is stopped before. The goroutine looks
// whether it is now and then, so that it is not there for long.
func wakeUp(d time.Duration, stopped *atomic.Bool, f func()) {
	const nap = 10 * time.Millisecond
	for ; d > 0 && !stopped.Load(); d -= nap {
		Sleep(min(d, nap))
	}
	if !stopped.Load() {
		f()
	}
}

// Await waits until done returns true, for at most the given time, and reports whether
// it did. It looks again and again, less and less often.
func Await(limit time.Duration, done func() bool) bool {
	const spins, shortest, longest = 20, 20 * time.Microsecond, 5 * time.Millisecond
	for range spins {
		if done() {
			return true
		}
		runtime.Gosched()
	}
	for nap := shortest; !done(); nap = min(2*nap, longest) {
		if limit <= 0 {
			return false
		}
		Sleep(min(nap, limit))
		limit -= nap
	}
	return true
}
