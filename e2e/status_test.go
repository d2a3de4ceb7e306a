// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package e2e

import (
	"fmt"
	"strconv"
	"testing"
)

// codes are those that are exited with, fewer of them where a process takes long.
func (b *build) codes() []int {
	if b.emulated() {
		return []int{0, 2, 255}
	}
	return []int{0, 1, 2, 3, 54, 255}
}

// statusBuilds are further builds in which Status must know everything. Those for
// which the standard library is compiled once more are for EXITHOOK_LONG.
var statusBuilds = []*build{
	{name: "link -N -l", link: true, flags: []string{"-gcflags=all=-N -l"}, quick: none},
	{name: "link -s -w -trimpath", link: true, flags: []string{"-ldflags=-s -w", "-trimpath"}},
	{name: "link pie", link: true, flags: []string{"-buildmode=pie"}, quick: none},
}

func TestStatus(t *testing.T) {
	conform(t, 28, testStatus)
	for _, b := range chosen(statusBuilds...) {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			testStatus(t, b)
		})
	}
}

func testStatus(t *testing.T, b *build) {
	for _, via := range b.vias() {
		for _, code := range b.codes() {
			b.status(t, via, code)
			b.status(t, via, code, "worker")
		}
	}
	b.statusAfterPanic(t)
	for _, code := range b.codes() {
		want := lines("ending: false", "ending: true", fmt.Sprintf("return, code %d known true", code),
			fmt.Sprintf("exit %d, return of main", code), "goroutine right true")
		b.run(t, "status", "main", strconv.Itoa(code)).want(t, fmt.Sprintf("status %d", code), want, "")
		b.statusRun(t, code)
	}
	if b.link {
		b.statusAfterFatal(t)
		b.statusAfterReturn(t)
	}
}

// vias are the exit functions that are called with a code.
func (b *build) vias() []string {
	if b.link {
		return []string{"os.Exit", "exithook.Exit"}
	}
	return []string{"exithook.Exit"}
}

func ended(cause string, code int, text, via string) string {
	return lines("ending: false", "ending: true", fmt.Sprintf("%s, code %d known true", cause, code), text,
		"via "+via+", caller right true", "goroutine right true", "stack right true")
}

func (b *build) status(t *testing.T, via string, code int, more ...string) {
	t.Helper()
	r := b.run(t, append([]string{"status", via, strconv.Itoa(code)}, more...)...)
	text := fmt.Sprintf("exit %d, %s at HERE", code, via)
	r.want(t, fmt.Sprintf("status %d", code), ended("os.Exit", code, text, via), "")
}

func (b *build) statusAfterFatal(t *testing.T) {
	t.Helper()
	for via, message := range map[string]string{"log.Fatal": "fatal\n", "log.Fatalf": "fatal 0\n", "log.(*Logger).Fatalln": "fatal\n"} {
		for _, more := range [][]string{{}, {"0", "worker"}} {
			r := b.run(t, append([]string{"status", via}, more...)...)
			r.want(t, "status 1", ended("os.Exit", 1, "exit 1, "+via+" at HERE", via), message)
		}
	}
}

func (b *build) statusAfterPanic(t *testing.T) {
	t.Helper()
	r := b.run(t, "status", "panic")
	crash := "panic: boom [recovered, repanicked]\n" + running +
		frames("github.com/exithook/exithook.RunOnPanic", "panic.go", "panic", "panic.go")
	if b.panics {
		crash = "panic: boom\n" + running
	}
	r.want(t, "status 2", ended("panic", 2, "exit 2, panic at HERE: boom", "panic"), crash+
		frames("main.endVia", "status.go", "main.status", "status.go", "main.main", "main.go"))
}

// statusAfterReturn has main return; which goroutine that is goes without saying.
func (b *build) statusAfterReturn(t *testing.T) {
	t.Helper()
	want := lines("ending: false", "ending: true", "return, code 0 known true", "exit 0, return of main")
	b.run(t, "status", "return").want(t, "status 0", want, "")
}

func (b *build) statusRun(t *testing.T, code int) {
	t.Helper()
	r := b.run(t, "status-run", strconv.Itoa(code))
	r.want(t, "status 0", lines("ending: true", fmt.Sprintf("Run, code %d known true", code),
		fmt.Sprintf("exit %d, exithook.Run at HERE", code), "via exithook.Run, caller right true", "goroutine right true",
		"stack right true", "ending: false"), "")
}

func TestExiting(t *testing.T) {
	conform(t, 29, func(t *testing.T, b *build) {
		for _, exit := range b.exits() {
			r := run{build: b, args: []string{"exiting"}, env: []string{"E2E_EXIT=" + exit}}.do(t)
			r.want(t, "status 0", lines("main: false", "first: true", "3 workers", "last: true"), "")
		}
		b.run(t, "exiting-run").want(t, "status 0", lines("in Run: true", "after Run: false"), "")
	})
}

func TestRun(t *testing.T) {
	conform(t, 30, func(t *testing.T, b *build) {
		b.run(t, "run-twice").want(t, "status 5", lines("A", "after Run(1)", "D", "C", "after Run(0)", "E"), "")
		b.run(t, "run-exit").want(t, "status 4", lines("A", "slow"), "")
		r := b.merged(t, "run-nested")
		r.wantFatal(t, "third\n"+b.report("second", "called exit", "github.com/exithook/exithook.Run", "exit.go",
			"main.runNested.func1", "status.go")+b.middleStackIn("runNested", "status.go")+"first\n", "exit hook invoked exit")
	})
}
