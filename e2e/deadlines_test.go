// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package e2e

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestWaitExit(t *testing.T) {
	conform(t, 19, func(t *testing.T, b *build) {
		b.merged(t, "wait-exit").wantFatal(t, b.waitExitReport(), "exit hook did not return")
	})
}

// waitExitReport has the stack of the hook, and that of the exit it waits for.
func (b *build) waitExitReport() string {
	return "exithook: the hooks did not finish within the timeout of 500ms for all of them\n" +
		`exithook: hook "waits" (added at main.go:N) is running` + "\n\ngoroutine N [chan receive]:\n" +
		frames("main.awaitExit", "deadlines.go") + b.exitFrame() +
		frames("main.waitExit", "deadlines.go", "main.main", "main.go") + "\n" +
		"exithook: goroutine N waits for the end, in an exit that came later\n\ngoroutine N [select (no cases)]:\n" +
		frames("github.com/exithook/exithook.park", "failure.go") + b.exitFrame() + frames("main.exitOnOther", "deadlines.go") +
		"created by main.awaitExit\n\tdeadlines.go:N\n\n" +
		`exithook: hook "first" (added at main.go:N) was not run` + "\n\n"
}

func TestOverrun(t *testing.T) {
	conform(t, 24, func(t *testing.T, b *build) {
		for _, code := range []string{"0", "1", "3"} {
			b.merged(t, "overrun", "sleep", code).wantFatal(t, b.overrunReport("sleep"), "exit hook did not return")
		}
		b.run(t, "in-time").want(t, "status 0", lines("slow", "first"), "")
	})
}

// stuckStack is the stack of a hook that is stuck in some way, without the
// functions of the standard library on top.
var stuckStack = map[string]string{
	"sleep": "[sleep]:\n" + frames("time.Sleep", "time.go", "main.sleepLong", "deadlines.go"),
	"loop":  "[...]:\n" + frames("main.loop", "deadlines.go"),
	"mutex": "[...]:\n" + frames("main.lock", "deadlines.go"),
	"read":  "[...]:\n" + frames("main.readStuck", "read.go", "main.read", "deadlines.go"),
}

// topOfStuck is what differs between systems and versions of Go.
var topOfStuck = regexp.MustCompile(`\[[\w .]+\]:\n(?:.+\n)*?(main\.)`)

// withoutTop replaces the top of the stack of a stuck hook.
func withoutTop(r result) result {
	report, rest, found := strings.Cut(r.stdout, "\nfatal error: ")
	if found {
		report = topOfStuck.ReplaceAllString(report, "[...]:\n$1")
		r.stdout = strings.NewReplacer("read_unix.go", "read.go", "read_other.go", "read.go").Replace(report) + "\nfatal error: " + rest
	}
	return r
}

func (b *build) overrunReport(way string) string {
	return "third\n" + `exithook: hook "stuck" (added at main.go:N) did not return within its timeout of 500ms, and is abandoned` +
		"\n\ngoroutine N " + stuckStack[way] + b.exitFrame() + frames("main.overrun", "deadlines.go", "main.main", "main.go") +
		"\nfirst\n"
}

func TestComesBack(t *testing.T) {
	conform(t, 24, func(t *testing.T, b *build) {
		want := lines("late begins", `exithook: hook "late" (added at main.go:N) did not return within its timeout of 500ms, and is abandoned`,
			"", "goroutine N [sleep]:") + frames("time.Sleep", "time.go", "main.comesBack.func2", "deadlines.go") + b.exitFrame() +
			frames("main.comesBack", "deadlines.go", "main.main", "main.go") + lines("", "late ends", "waits", "first")
		b.merged(t, "comes-back").wantFatal(t, want, "exit hook did not return")
	})
}

func TestStuck(t *testing.T) {
	conform(t, 26, func(t *testing.T, b *build) {
		for _, way := range []string{"loop", "read", "mutex"} {
			r := withoutTop(b.merged(t, "overrun", way, "0"))
			r.wantFatal(t, b.overrunReport(way), "exit hook did not return")
			b.stuckForAll(t, way)
		}
	})
}

// stuckForAll has the hook stuck with a deadline for all hooks only.
func (b *build) stuckForAll(t *testing.T, way string) {
	t.Helper()
	r := withoutTop(b.merged(t, "stuck", way))
	r.wantFatal(t, "exithook: the hooks did not finish within the timeout of 500ms for all of them\n"+
		`exithook: hook "stuck" (added at main.go:N) is running`+"\n\ngoroutine N "+stuckStack[way]+b.exitFrame()+
		frames("main.stuck", "deadlines.go", "main.main", "main.go")+"\n"+
		`exithook: hook "first" (added at main.go:N) was not run`+"\n\n", "exit hook did not return")
}

// maxLate is how long after the deadline a process may end.
const maxLate = 200 * time.Millisecond

func TestDeadline(t *testing.T) {
	conformAlone(t, 25, func(t *testing.T, b *build) {
		want := "fourth\nexithook: the hooks did not finish within the timeout of 500ms for all of them\n" +
			`exithook: hook "stuck" (added at main.go:N) is running` + "\n\ngoroutine N " + stuckStack["sleep"] + b.exitFrame() +
			frames("main.deadline", "deadlines.go", "main.main", "main.go") + "\n" +
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
			`exithook: hook "slow" (added at main.go:N) is running` + "\n\ngoroutine N [sleep]:\n" +
			frames("time.Sleep", "time.go", "main.sleepLong", "deadlines.go", "main.shorten.func1", "deadlines.go") + b.exitFrame() +
			frames("main.shorten", "deadlines.go", "main.main", "main.go") +
			fmt.Sprintf("\nexithook: hook %q (added at main.go:N) was not run\n\n", "first")
		r := b.merged(t, "shorten")
		r.wantFatal(t, want, "exit hook did not return")
	})
}
