// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package e2e

import (
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestWaitExit(t *testing.T) {
	conform(t, 19, func(t *testing.T, b *build) {
		r := b.merged(t, "wait-exit")
		r.wantFatal(t, waitExitReport, "exit hook did not return")
		r.wantStack(t, "main.awaitExit", "main.waitExit", "main.main")
		r.wantStack(t, "github.com/exithook/exithook.park", "main.exitOnOther")
	})
}

const waitExitReport = "exithook: the hooks did not finish within the timeout of 500ms for all of them\n" +
	`exithook: hook "waits" (added at main.go:N) is running` + "\n" + seeBelow +
	"exithook: goroutine N waits for the end, in an exit that came later\n" +
	`exithook: hook "first" (added at main.go:N) was not run` + "\n\n"

// seeBelow is the line that says where the stack of a stuck hook is: among those of all
// goroutines, which the runtime prints.
const seeBelow = "\tits stack is that of goroutine N below\n"

// wantStack checks that the fatal error of a merged run has a stack with these functions,
// among others.
func (r result) wantStack(t *testing.T, functions ...string) {
	t.Helper()
	_, dump, _ := strings.Cut(r.stdout, "\nfatal error: ")
	for stack := range strings.SplitSeq(dump, "\n\n") {
		for _, f := range functions {
			var found bool
			if _, stack, found = strings.Cut(stack, "\n"+f+"("); !found {
				stack = ""
				break
			}
		}
		if stack != "" {
			return
		}
	}
	t.Errorf("no stack has %v:\n%s", functions, r.stdout)
}

func TestOverrun(t *testing.T) {
	conform(t, 24, func(t *testing.T, b *build) {
		for _, code := range []string{"0", "1", "3"} {
			r := b.merged(t, "overrun", "sleep", code)
			r.wantFatal(t, overrunReport, "exit hook did not return")
			r.wantStack(t, stuckIn["sleep"], "main.overrun", "main.main")
		}
		b.run(t, "in-time").want(t, "status 0", lines("slow", "first"), "")
	})
}

// stuckIn is the function that a hook is stuck in, by the way in which it is. That of a
// loop runs on another thread while the stacks are printed, so it has none.
var stuckIn = map[string]string{"sleep": "main.sleepLong", "mutex": "main.lock", "read": "main.readStuck"}

const overrunReport = "third\n" +
	`exithook: hook "stuck" (added at main.go:N) did not return within its timeout of 500ms, and is abandoned` + "\n" +
	seeBelow + "\nfirst\n"

func TestComesBack(t *testing.T) {
	conform(t, 24, func(t *testing.T, b *build) {
		want := lines("late begins", `exithook: hook "late" (added at main.go:N) did not return within its timeout of 500ms, and is abandoned`) +
			seeBelow + lines("", "late ends", "waits", "first")
		b.merged(t, "comes-back").wantFatal(t, want, "exit hook did not return")
	})
}

func TestStuck(t *testing.T) {
	conform(t, 26, func(t *testing.T, b *build) {
		for _, way := range []string{"loop", "read", "mutex"} {
			own := b.merged(t, "overrun", way, "0")
			own.wantFatal(t, overrunReport, "exit hook did not return")
			all := b.merged(t, "stuck", way)
			all.wantFatal(t, "exithook: the hooks did not finish within the timeout of 500ms for all of them\n"+
				`exithook: hook "stuck" (added at main.go:N) is running`+"\n"+seeBelow+
				`exithook: hook "first" (added at main.go:N) was not run`+"\n\n", "exit hook did not return")
			if f := stuckIn[way]; f != "" {
				own.wantStack(t, f, "main.overrun", "main.main")
				all.wantStack(t, f, "main.stuck", "main.main")
			}
		}
	})
}

// maxLate is how long after the deadline a process may end.
const maxLate = 200 * time.Millisecond

func TestDeadline(t *testing.T) {
	conformAlone(t, 25, func(t *testing.T, b *build) {
		want := "fourth\nexithook: the hooks did not finish within the timeout of 500ms for all of them\n" +
			`exithook: hook "stuck" (added at main.go:N) is running` + "\n" + seeBelow +
			`exithook: hook "second" (added at main.go:N) was not run` + "\n\n"
		var late time.Duration
		for range 3 {
			late = deadlineLateness(t, b, want)
			t.Logf("the process ends %v after the deadline", late)
			if late < maxLate {
				return
			}
		}
		t.Errorf("the process ends %v after the deadline, thrice", late)
	})
}

// deadlineLateness returns how long after the deadline of half a second the
// process has ended. Its first line is the time at which it exits.
func deadlineLateness(t *testing.T, b *build, want string) time.Duration {
	t.Helper()
	r := b.merged(t, "deadline", "500ms")
	end := time.Now()
	line, rest, _ := strings.Cut(r.stdout, "\n")
	begin, err := strconv.ParseInt(line, 10, 64)
	if err != nil {
		t.Fatal(r)
	}
	r.stdout = rest
	r.wantFatal(t, want, "exit hook did not return")
	late := end.Sub(time.Unix(0, begin)) - 500*time.Millisecond
	if late < 0 {
		t.Errorf("the process ends %v before the deadline", -late)
	}
	return late
}

func TestSetTimeoutInHook(t *testing.T) {
	conform(t, 25, func(t *testing.T, b *build) {
		b.run(t, "extend").want(t, "status 0", lines("slow", "first"), "")
		want := "exithook: the hooks did not finish within the timeout of 500ms for all of them\n" +
			`exithook: hook "slow" (added at main.go:N) is running` + "\n" + seeBelow +
			`exithook: hook "first" (added at main.go:N) was not run` + "\n\n"
		r := b.merged(t, "shorten")
		r.wantFatal(t, want, "exit hook did not return")
		r.wantStack(t, "main.sleepLong", "main.shorten.func1", "main.shorten", "main.main")
	})
}
