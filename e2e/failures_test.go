// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package e2e

import "testing"

// running is the first line of a stack in normal form.
const running = "\ngoroutine N [running]:\n"

// report is the report of a hook that failed. The stack begins with the
// functions given, and goes on with those that ended the program.
func (b *build) report(name, what string, stack ...string) string {
	return `exithook: hook "` + name + `" (added at main.go:N) ` + what + "\n" + running + frames(stack...)
}

// middleStack is the stack of those who called exit for the modes that use
// middle.
func (b *build) middleStack(mode string) string {
	return b.middleStackIn(mode, "failures.go")
}

func (b *build) middleStackIn(mode, file string) string {
	return b.exitFrame() + frames("main.middle", "failures.go", "main."+mode, file, "main.main", "main.go") + "\n"
}

// exitFrame is the frame of the exit that hooks run in. Those of exithook are
// left out of reports.
func (b *build) exitFrame() string {
	if b.link {
		return frames("os.Exit", "proc.go")
	}
	return ""
}

// calledExit is the frame of an exit that is at the top of a stack.
func (b *build) calledExit() []string {
	if b.link {
		return []string{"os.Exit", "proc.go"}
	}
	return []string{"github.com/exithook/exithook.Exit", "exit.go"}
}

func TestHookExits(t *testing.T) {
	conform(t, 17, func(t *testing.T, b *build) {
		stack := append(b.calledExit(), "main.leave", "failures.go")
		for _, code := range []string{"0", "1", "3"} {
			r := b.merged(t, "hook-exits", code)
			r.wantFatal(t, "third\n"+b.report("second", "called exit", stack...)+b.middleStack("hookExits")+"first\n",
				"exit hook invoked exit")
		}
	})
}

func TestHookExitsInLogFatal(t *testing.T) {
	conform(t, 17, func(t *testing.T, b *build) {
		if !b.link {
			return // log.Fatal does not run the hooks
		}
		stack := append(b.calledExit(), "main.leave", "failures.go", "os.Exit", "proc.go", "log.Fatal", "log.go",
			"main.hookExitsFatal", "failures.go", "main.main", "main.go")
		r := b.merged(t, "hook-exits-fatal")
		r.wantFatal(t, "fatal\n"+b.report("second", "called exit", stack...)+"\nfirst\n", "exit hook invoked exit")
	})
}

func TestHooksExit(t *testing.T) {
	conform(t, 17, func(t *testing.T, b *build) {
		want := "fourth\n"
		for i, name := range []string{"third", "second", "first"} {
			want += b.report(name, "called exit", append(b.calledExit(), "main.leave", "failures.go")...)
			if i == 0 {
				want += b.exitFrame() + frames("main.hookExitsThrice", "failures.go", "main.main", "main.go")
			} // the others run on a goroutine of the engine
			want += "\n"
		}
		r := b.merged(t, "hook-exits-thrice")
		r.wantFatal(t, want, "exit hook invoked exit")
	})
}

func TestHookLogFatal(t *testing.T) {
	conform(t, 18, func(t *testing.T, b *build) {
		r := b.merged(t, "hook-log-fatal")
		r.wantFatal(t, "third\ndep: cannot go on\n"+b.report("second", "called exit", "log.Fatal", "log.go",
			"github.com/exithook/exithook/e2e/dep.Die", "dep.go")+b.middleStack("hookLogFatal")+"first\n", "exit hook invoked exit")
	})
}

func TestHookPanics(t *testing.T) {
	conform(t, 20, func(t *testing.T, b *build) {
		stack := []string{"panic", "panic.go", "main.boom", "failures.go"}
		for _, code := range []string{"0", "1", "3"} {
			r := b.merged(t, "hook-panics", code)
			r.wantFatal(t, "third\n"+b.report("second", "panicked: boom", stack...)+b.middleStack("hookPanics")+"first\n",
				"exit hook invoked panic")
		}
		b.run(t, "hook-recovers").want(t, "status 0", lines("third", "recovered inner", "first"), "")
	})
}

func TestHooksPanic(t *testing.T) {
	conform(t, 21, func(t *testing.T, b *build) {
		want := ""
		for _, name := range []string{"three", "two", "one"} {
			want += "above " + name + "\n" + b.report(name, "panicked: "+name, "panic", "panic.go", "main.hooksPanic.func1", "failures.go") +
				b.exitFrame() + frames("main.hooksPanic", "failures.go", "main.main", "main.go") + "\n"
		}
		b.merged(t, "hooks-panic").wantFatal(t, want+"bottom\n", "exit hook invoked panic")
	})
}

func TestHookGoexits(t *testing.T) {
	conform(t, 22, func(t *testing.T, b *build) {
		stack := []string{"runtime.Goexit", "panic.go", "main.quit", "failures.go"}
		for _, code := range []string{"0", "1", "3"} {
			r := b.merged(t, "hook-goexits", code)
			r.wantFatal(t, "third\n"+b.report("second", "called runtime.Goexit", stack...)+b.middleStack("hookGoexits")+"first\n",
				"exit hook invoked Goexit")
		}
	})
}
