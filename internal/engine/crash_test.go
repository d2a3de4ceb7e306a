// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package engine

import (
	"testing"
	"testing/synctest"
	"time"
)

func TestCrashWinsOverFatal(t *testing.T) {
	bubble(t, func(r *rig) {
		r.add("A", func() { panic("hook") })
		r.end(End{Code: 2, Crash: true})
		r.want(0, "A", "A failed: exit hook invoked panic hook", "ended 2")
	})
}

// The goroutine that was to crash the program is held by a hook.
func TestCrashThatCannot(t *testing.T) {
	bubble(t, func(r *rig) {
		r.add("A", func() { r.endHere(End{}) })
		r.end(End{Code: 2, Crash: true})
		r.want(2, "A", "A failed: exit hook invoked exit <nil>", "fatal: exit hook invoked exit, code 2")
	})
}

// An exit of an abandoned hook, on the goroutine that was to crash the program,
// does not get ahead of the fatal error.
func TestCrashThatCannotAndALateEnd(t *testing.T) {
	for range 100 {
		bubble(t, func(r *rig) {
			r.add("A", sleep(5*time.Second))
			r.addHook(&Hook{OnFailure: true, Timeout: time.Second}, "B", sleep(2*time.Second), func() { r.endHere(End{}) })
			r.end(End{Code: 2, Crash: true})
			time.Sleep(time.Minute)
			r.want(2, "B", "B failed: exit hook did not return <nil>", "A", "fatal: exit hook did not return, code 2")
		})
	}
}

// The panic was recovered after it had run the hooks: the next end waits a
// second for the crash.
func TestCrashThatDoesNotHappen(t *testing.T) {
	bubble(t, func(r *rig) {
		r.end(End{Code: 2, Crash: true})
		time.Sleep(time.Hour)
		r.want(0, "ended 2")
		r.end(End{Code: 0})
		r.end(End{Code: 0})
		time.Sleep(crashGrace - time.Nanosecond)
		r.want(2, "ended 2")
		time.Sleep(time.Nanosecond)
		r.want(3, "ended 2", "uncrashed: 2")
		time.Sleep(time.Hour)
		r.want(3, "ended 2", "uncrashed: 2")
	})
}

// The same, for an end that was parked while the hooks ran.
func TestCrashThatDoesNotHappenAfterALateEnd(t *testing.T) {
	bubble(t, func(r *rig) {
		r.add("A", func() { time.Sleep(time.Second) })
		r.end(End{Code: 2, Crash: true})
		r.end(End{Code: 0})
		time.Sleep(time.Second)
		r.want(1, "A", "ended 2")
		time.Sleep(crashGrace)
		r.want(2, "A", "ended 2", "uncrashed: 2")
	})
}

// The goroutine that was to crash the program exits instead.
func TestCrashThatExits(t *testing.T) {
	bubble(t, func(r *rig) {
		go func() {
			r.endHere(End{Code: 2, Crash: true})
			r.endHere(End{Code: 0})
		}()
		synctest.Wait()
		r.want(2, "uncrashed: 2")
	})
}
