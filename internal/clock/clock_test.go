// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package clock_test

import (
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/exithook/exithook/internal/clock"
	"github.com/exithook/exithook/internal/link"
)

// bubble runs f in a bubble, where that can be left.
func bubble(t *testing.T, f func(*testing.T)) {
	if !link.Active {
		t.Skip("without the link, a bubble cannot be left")
	}
	synctest.Test(t, f)
}

func TestInBubble(t *testing.T) {
	if clock.InBubble() {
		t.Error("in a bubble, outside of any")
	}
	synctest.Test(t, func(t *testing.T) {
		if !clock.InBubble() {
			t.Error("not in a bubble, inside of one")
		}
	})
}

// In a bubble, hours pass in no time.
func TestNow(t *testing.T) {
	bubble(t, func(t *testing.T) {
		before := clock.Now()
		time.Sleep(100 * time.Hour)
		if passed := clock.Now() - before; passed < 0 || passed > time.Hour {
			t.Errorf("%v passed", passed)
		}
	})
}

// A channel that was made outside can be closed there.
func TestOutside(t *testing.T) {
	var c chan bool
	bubble(t, func(*testing.T) { clock.Outside(func() { c = make(chan bool) }) })
	close(c)
}

func TestAfter(t *testing.T) {
	after := func(t *testing.T) {
		var rang atomic.Bool
		clock.After(20*time.Millisecond, func() { rang.Store(true) })
		stop := clock.After(10*time.Millisecond, func() { t.Error("a clock that was stopped rings") })
		stop()
		if !clock.Await(time.Minute, rang.Load) {
			t.Error("the clock does not ring")
		}
	}
	after(t)
	synctest.Test(t, after)
}

func TestAwait(t *testing.T) {
	await := func(t *testing.T) {
		if clock.Await(time.Millisecond, func() bool { return false }) {
			t.Error("what is never so was so in time")
		}
		n := 0
		if !clock.Await(time.Minute, func() bool { n++; return n == 30 }) {
			t.Error("what is so in the end was not in time")
		}
	}
	await(t)
	synctest.Test(t, await)
}
