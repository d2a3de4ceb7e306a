// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package report

import (
	"strings"
	"testing"
)

// check compares a Call, whose Stack must be the header and what follows below in the text.
func check(t *testing.T, c Call, text, via, fn, file string, line int) {
	t.Helper()
	header, frames, _ := strings.Cut(text, "\n")
	below := frames
	if via != "" {
		i := strings.Index(frames, via+"(")
		below = frames[strings.LastIndexByte(frames[:i], '\n')+1:]
	}
	want := Call{Via: via, Func: fn, File: file, Line: line, Stack: header + "\n" + below}
	if c != want {
		t.Errorf("got\n%+v\nwant\n%+v", c, want)
	}
}

func TestExit(t *testing.T) {
	s := ParseStack(exitStack)
	if !s.Exits() {
		t.Error("no exit")
	}
	check(t, s.Exit(), exitStack, "log.Fatal", "example.com/app.(*Server).serve[...]", "C:/with space/server.go", 42)
}

func TestReturn(t *testing.T) {
	text, _, _ := strings.Cut(exitStack, "os.runtime_beforeExit")
	if ParseStack(text).Exits() {
		t.Error("an exit")
	}
}

// The exit function is ours if the program called that.
func TestExitOfOurs(t *testing.T) {
	const below = `github.com/exithook/exithook.Exit(0x36)
	/src/exithook/exit.go:33 +0x5e
main.main()
	/src/main.go:12 +0x65
`
	before, _, _ := strings.Cut(exitStack, "log.Fatal")
	text := before + "github.com/exithook/exithook.leave(0xc000010000)\n\t/src/exithook/exit.go:133 +0x5e\n" + below
	check(t, ParseStack(text).Exit(), text, "exithook.Exit", "main.main", "/src/main.go", 12)
}

// A hook that exits runs on top of the exit that it runs for.
func TestExitInHook(t *testing.T) {
	const text = `goroutine 7 [running]:
os.Exit(0x1)
	/go/src/os/proc.go:75 +0x2e
main.flush()
	/src/main.go:31 +0x3e
github.com/exithook/exithook/internal/engine.(*Engine).stretch(0x1)
	/src/exithook/internal/engine/run.go:1 +0x1
os.Exit(0x36)
	/go/src/os/proc.go:75 +0x2e
log.Fatal({0xc000072f10?, 0x0?, 0x0?})
	/go/src/log/log.go:426 +0x50
main.main()
	/src/main.go:12 +0x65
`
	shown := strings.Replace(text, "github.com/exithook/exithook/internal/engine.(*Engine).stretch(0x1)\n\t/src/exithook/internal/engine/run.go:1 +0x1\n", "", 1)
	check(t, ParseStack(text).Exit(), shown, "os.Exit", "main.flush", "/src/main.go", 31)
}

func TestExitByGoStatement(t *testing.T) {
	before, _, _ := strings.Cut(exitStack, "log.Fatal")
	_, created, _ := strings.Cut(exitStack, "created by")
	text := before + "created by" + created
	check(t, ParseStack(text).Exit(), text, "os.Exit", "main.main", "/src/main.go", 12)
}

// The exit function is the outermost Fatal that is near, and not a Fatal of the program
// that started it all long before.
func TestExitOfLogger(t *testing.T) {
	frames := func(names ...string) string {
		text := "goroutine 1 [running]:\n"
		for _, name := range names {
			text += name + "()\n\t/src/x.go:1 +0x1\n"
		}
		return text
	}
	far := append([]string{"os.Exit"}, strings.Fields(strings.Repeat("main.f ", 12))...)
	for _, test := range []struct {
		text, via, fn string
	}{
		{frames("os.Exit", "go.uber.org/zap.(*Logger).Fatal", "main.main"), "zap.(*Logger).Fatal", "main.main"},
		{frames("os.Exit", "logrus.(*Logger).Exit", "logrus.(*Entry).Fatalln", "logrus.Fatalln", "main.g", "main.main"), "logrus.Fatalln", "main.g"},
		{frames(append(far, "main.Fatal", "main.main")...), "os.Exit", "main.f"},
		{frames("os.Exit", "main.Fatal"), "os.Exit", "main.Fatal"}, // nobody called it
	} {
		if c := ParseStack(test.text).Exit(); c.Via != test.via || c.Func != test.fn {
			t.Errorf("via %q of %q, want %q of %q, in\n%s", c.Via, c.Func, test.via, test.fn, test.text)
		}
	}
}

func TestPanic(t *testing.T) {
	const text = `goroutine 7 [running]:
github.com/exithook/exithook.RunOnPanic()
	/src/exithook/panic.go:36 +0x3c
panic({0x4ce100?, 0x5bc500?})
	/go/src/runtime/panic.go:860 +0x13a
runtime.mapassign_fast64(0x1)
	/go/src/runtime/map.go:1 +0x1
main.f()
	/src/main.go:31 +0x3e
`
	check(t, ParseStack(text).Panic(), text, "panic", "main.f", "/src/main.go", 31)
}

func TestGoexit(t *testing.T) {
	const text = `goroutine 7 [running]:
github.com/exithook/exithook/internal/engine.(*Engine).run.func1()
	/src/exithook/internal/engine/run.go:1 +0x1
runtime.Goexit()
	/go/src/runtime/panic.go:636 +0x5e
testing.(*common).FailNow(0x1)
	/go/src/testing/testing.go:1 +0x1
main.f()
	/src/main.go:31 +0x3e
`
	check(t, ParseStack(text).Goexit(), text, "runtime.Goexit", "testing.(*common).FailNow", "/go/src/testing/testing.go", 1)
}

// A text without frames tells nobody.
func TestCallOfNobody(t *testing.T) {
	s := ParseStack("goroutine 7 [running]:\n")
	for _, c := range []Call{s.Exit(), s.Panic(), s.Goexit()} {
		if want := (Call{Stack: "goroutine 7 [running]:\n"}); c != want {
			t.Errorf("got %+v", c)
		}
	}
}

func TestCode(t *testing.T) {
	const success, failure, unknown = 0, 1, 2
	for _, test := range []struct {
		run, exit string
		given     int
		code      int
		known     bool
	}{
		{"0x36", "0x36", failure, 54, true},
		{"0x36?", "0x36", failure, 54, true},
		{"0x36", "...", failure, 54, true},
		{"0x36?", "...", failure, 1, false},
		{"0x36?", "0x35?", failure, 1, false},
		{"36", "...", unknown, 1, false},
		{"0xffffffffffffffff", "...", failure, -1, true},
		{"0x0", "0x0", success, 0, true},
		{"0x0?", "...", success, 0, true},
		{"0x3", "0x3", success, 0, true},  // the runtime knows better
		{"0x0", "...", failure, 1, false}, // and here
		{"0x0", "...", unknown, 0, true},
		{"0x3", "...", unknown, 3, true},
		{"0x3?", "...", unknown, 1, false},
		{"0xfffffffffffffffff", "...", unknown, 1, false}, // no int
	} {
		if test.run == "0xffffffffffffffff" && ^uint(0)>>32 == 0 {
			test.run = "0xffffffff"
		}
		text := strings.NewReplacer("exithook.Run(0x36)", "exithook.Run("+test.run+")", "os.Exit(0x36)", "os.Exit("+test.exit+")").Replace(exitStack)
		code, known := ParseStack(text).Code(test.given == success, test.given == failure)
		if code != test.code || known != test.known {
			t.Errorf("%+v: got %d, %v", test, code, known)
		}
	}
}

func TestShort(t *testing.T) {
	for name, want := range map[string]string{
		"os.Exit":                                "os.Exit",
		"log/slog.f":                             "slog.f",
		"main.v2.f":                              "main.v2.f",
		"v2.f":                                   "v2.f",
		"example.com/vfs.f":                      "vfs.f",
		"go.uber.org/zap.(*Logger).Fatal":        "zap.(*Logger).Fatal",
		"github.com/alecthomas/kingpin/v2.Fatal": "kingpin/v2.Fatal",
		"example.com/v2.f":                       "example.com/v2.f",
	} {
		if got := short(name); got != want {
			t.Errorf("short(%q) = %q, want %q", name, got, want)
		}
	}
}
