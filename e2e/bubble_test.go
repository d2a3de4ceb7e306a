// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package e2e

import (
	"strings"
	"testing"
)

// bubble runs a mode of the program bubble.
func (b *build) bubble(t *testing.T, mode string) result {
	t.Helper()
	return run{build: b, exe: b.must(t, "./bubble"), args: []string{mode}, limit: patience}.do(t)
}

func TestExitingInBubble(t *testing.T) {
	conform(t, 53, func(t *testing.T, b *build) {
		for _, mode := range []string{"exiting-first", "exiting-other", "exit-inside"} {
			b.bubble(t, mode).want(t, "status 3", lines("exiting"), "")
		}
	})
}

// TestExitingInBubbleRefused checks what is said where the first call in a bubble cannot work.
func TestExitingInBubbleRefused(t *testing.T) {
	for _, b := range chosen(nolink, nolinkRace) {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			const refusal = "panic: exithook: Exiting: the first call is in a synctest bubble, which is not possible without the link into the runtime: call it before the bubble, at "
			if r := b.bubble(t, "exiting-first"); r.ending() != "status 2" || !strings.HasPrefix(r.stderr, refusal) {
				t.Error(r)
			}
			b.bubble(t, "exit-inside").want(t, "status 3", lines("exiting"), "")
		})
	}
}

// TestDeadlineInBubble has deadlines be by the real clock, also in a bubble.
func TestDeadlineInBubble(t *testing.T) {
	conform(t, 53, func(t *testing.T, b *build) {
		b.bubble(t, "hook-sleeps").want(t, "status 3", lines("slept for 1h0m0s", "first"), "")
		b.bubble(t, "hook-stuck").wantMatches(t, "status 2", "",
			`^exithook: the hooks did not finish within the timeout of 500ms for all of them\n`,
			`^exithook: hook "stuck" \(added at main\.go:N\) is running\n`, `^fatal error: exit hook did not return$`)
		b.bubble(t, "hook-overruns").wantMatches(t, "status 2", lines("third", "first"),
			`^exithook: hook "stuck" \(added at main\.go:N\) did not return within its timeout of 500ms, and is abandoned\n`,
			`^fatal error: exit hook did not return$`)
	})
}

func TestHookFailsInBubble(t *testing.T) {
	conform(t, 53, func(t *testing.T, b *build) {
		b.bubble(t, "hook-panics").wantMatches(t, "status 2", lines("third", "first"),
			`^exithook: hook "second" \(added at main\.go:N\) panicked: boom\n`, `^fatal error: exit hook invoked panic$`)
		b.bubble(t, "hook-exits").wantMatches(t, "status 2", lines("third", "first"),
			`^exithook: hook "second" \(added at main\.go:N\) called exit\n`, `^fatal error: exit hook invoked exit$`)
	})
}

// TestPanicInBubble has a panic end the program, or come later than an exit.
func TestPanicInBubble(t *testing.T) {
	conform(t, 53, func(t *testing.T, b *build) {
		b.bubble(t, "panic").wantMatches(t, "status 2", lines("hook"), `^panic: boom`)
		b.bubble(t, "panic-late").wantMatches(t, "status 2", lines("slow"), `^panic: boom`)
	})
}

// TestUsesInBubble has everything else that a test may call in a bubble.
func TestUsesInBubble(t *testing.T) {
	conform(t, 53, func(t *testing.T, b *build) {
		b.bubble(t, "uses").want(t, "status 3", lines("stopped: true", "ending: false", "second", "first"), "")
		b.bubble(t, "run-twice").want(t, "status 3", lines("A", "B", "C", "D"), "")
		b.bubble(t, "run-crossed").want(t, "status 3", lines("outside", "after outside", "inside", "after inside"), "")
		if b.goos() != "windows" {
			b.bubble(t, "signals").want(t, "signal: interrupt", lines("handled", "hook"), "")
		}
	})
}

// TestLateExitInBubble has an exit park in a bubble, which must not be taken for a
// deadlock there.
func TestLateExitInBubble(t *testing.T) {
	conform(t, 53, func(t *testing.T, b *build) {
		for _, mode := range []string{"late", "late-inside", "late-in-bubble"} {
			b.bubble(t, mode).want(t, "status 3", lines("slow"), "")
		}
	})
}

// TestLateExitAndSleepInBubble has an exit park in a bubble while a hook waits for the
// clock of that bubble, which the parked goroutine must not hold up.
func TestLateExitAndSleepInBubble(t *testing.T) {
	conform(t, 53, func(t *testing.T, b *build) {
		b.bubble(t, "late-sleep").want(t, "status 3", lines("slow"), "")
	})
}
