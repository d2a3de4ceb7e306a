// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package exithook

import (
	"errors"
	"strings"
	"testing"
)

const exitStack = `goroutine 7 [running]:
runtime/debug.Stack()
	/go/src/runtime/debug/stack.go:26 +0x5e
github.com/exithook/exithook.describeEnd(0xc000010000, 0x0)
	/src/exithook/status.go:90 +0x5e
github.com/exithook/exithook/internal/link.dispatch()
	/src/exithook/internal/link/link.go:53 +0x26
internal/runtime/exithook.Run(0x36)
	/go/src/internal/runtime/exithook/hooks.go:79 +0x138
os.runtime_beforeExit(0xc00010de20?)
	/go/src/runtime/proc.go:340 +0x14
os.Exit(0x36)
	/go/src/os/proc.go:75 +0x2e
log.Fatal({0xc000072f10?, 0x0?, 0x0?})
	/go/src/log/log.go:426 +0x50
example.com/app.(*Server).serve[...](0x7fff0a7c9ad9?)
	C:/with space/server.go:42 +0x7
created by main.main in goroutine 1
	/src/main.go:12 +0x65
`

// found returns what one of the functions finds in a trace.
func found(tr *trace, find func(*trace) (via, caller int)) (string, Frame, string) {
	via, caller := find(tr)
	return short(tr.frames[via].Func), tr.frames[caller].Frame, string(tr.text(via))
}

func TestTraceOfExit(t *testing.T) {
	tr := parseTrace(exitStack)
	if c := tr.cause(); c != OSExit {
		t.Errorf("cause %v", c)
	}
	via, caller, stack := found(tr, (*trace).exited)
	want := Frame{Func: "example.com/app.(*Server).serve[...]", File: "C:/with space/server.go", Line: 42}
	if via != "log.Fatal" || caller != want {
		t.Errorf("via %q, caller %+v", via, caller)
	}
	_, rest, _ := strings.Cut(exitStack, "log.Fatal(")
	if got := "goroutine 7 [running]:\nlog.Fatal(" + rest; stack != got {
		t.Errorf("stack\n%s\nwant\n%s", stack, got)
	}
}

func TestTraceOfReturn(t *testing.T) {
	text, _, _ := strings.Cut(exitStack, "os.runtime_beforeExit")
	if c := parseTrace(text).cause(); c != Return {
		t.Errorf("cause %v", c)
	}
}

// A hook that exits runs on top of the exit that it runs for.
func TestTraceOfExitInHook(t *testing.T) {
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
	via, caller, _ := found(parseTrace(text), (*trace).exited)
	if want := (Frame{Func: "main.flush", File: "/src/main.go", Line: 31}); via != "os.Exit" || caller != want {
		t.Errorf("via %q, caller %+v", via, caller)
	}
}

func TestTraceOfExitByGoStatement(t *testing.T) {
	before, _, _ := strings.Cut(exitStack, "log.Fatal")
	_, created, _ := strings.Cut(exitStack, "created by")
	via, caller, _ := found(parseTrace(before+"created by"+created), (*trace).exited)
	if want := (Frame{Func: "main.main", File: "/src/main.go", Line: 12}); via != "os.Exit" || caller != want {
		t.Errorf("via %q, caller %+v", via, caller)
	}
}

func TestTraceOfPanic(t *testing.T) {
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
	via, caller, stack := found(parseTrace(text), (*trace).panicked)
	if want := (Frame{Func: "main.f", File: "/src/main.go", Line: 31}); via != "panic" || caller != want {
		t.Errorf("via %q, caller %+v", via, caller)
	}
	if !strings.HasPrefix(stack, "goroutine 7 [running]:\npanic(") {
		t.Errorf("stack\n%s", stack)
	}
}

func TestTraceCode(t *testing.T) {
	for _, test := range []struct {
		run, exit   string
		given, code int
		known       bool
	}{
		{"0x36", "0x36", failureCode, 54, true},
		{"0x36?", "0x36", failureCode, 54, true},
		{"0x36", "...", failureCode, 54, true},
		{"0x36?", "...", failureCode, 1, false},
		{"0x36?", "0x35?", failureCode, 1, false},
		{"0xffffffffffffffff", "...", failureCode, -1, true},
		{"0x0", "0x0", 0, 0, true},
		{"0x0?", "...", 0, 0, true},
		{"0x0", "...", failureCode, 1, false}, // cannot be
		{"0x0", "...", unknownCode, 0, true},
		{"0x3", "...", unknownCode, 3, true},
		{"0x3?", "...", unknownCode, 1, false},
	} {
		if test.run == "0xffffffffffffffff" && ^uint(0)>>32 == 0 {
			test.run = "0xffffffff"
		}
		text := strings.NewReplacer("exithook.Run(0x36)", "exithook.Run("+test.run+")", "os.Exit(0x36)", "os.Exit("+test.exit+")").Replace(exitStack)
		code, known := parseTrace(text).code(test.given)
		if code != test.code || known != test.known {
			t.Errorf("%+v: got %d, %v", test, code, known)
		}
	}
}

// Whatever the text is, there is no panic.
func FuzzTrace(f *testing.F) {
	f.Add(exitStack)
	f.Add("")
	f.Add("goroutine 1 [running]:\n(\n\t:")
	f.Add("goroutine 1 [running]:\nf(0x1)\n\t/x.go:1 +0x1\n")
	f.Fuzz(func(t *testing.T, text string) {
		tr := parseTrace(text)
		tr.cause()
		tr.code(failureCode)
		tr.exited()
		tr.panicked()
	})
}

type (
	stringer struct{}
	angry    struct{}
	plain    struct{}
	named    string
)

func (stringer) String() string { return "a stringer" }
func (angry) Error() string     { panic("angry") }

func TestPanicText(t *testing.T) {
	for want, v := range map[string]any{
		"boo":               errors.New("boo"),
		"text":              "text",
		"a stringer":        stringer{},
		"true":              true,
		"-1":                -1,
		"(int8)":            int8(7),
		"(int16)":           int16(7),
		"(int32)":           int32(7),
		"(int64)":           int64(7),
		"(uint)":            uint(7),
		"(uint8)":           uint8(7),
		"(uint16)":          uint16(7),
		"(uint32)":          uint32(7),
		"(uint64)":          uint64(7),
		"(uintptr)":         uintptr(7),
		"(float32)":         float32(1.5),
		"(float64)":         2.5,
		"nil":               nil,
		"(exithook.plain)":  plain{},
		"(*exithook.plain)": &plain{},
		"(exithook.named)":  named("x"),
		"(exithook.angry) whose method that returns its text panicked": angry{},
	} {
		if got := panicText(v); got != want {
			t.Errorf("panicText(%#v) = %q, want %q", v, got, want)
		}
	}
}

// The goroutine that runs the hooks after one was abandoned is that of an alarm,
// which the report on a hook does not show. That of an alarm of the program's own
// is another matter.
func TestTraceOfAlarm(t *testing.T) {
	const alarm = "created by time.goFunc\n\t/go/src/time/sleep.go:215 +0x45\n"
	const hook = "goroutine 7 [running]:\nmain.flush()\n\t/src/main.go:31 +0x3e\n"
	const engine = "github.com/exithook/exithook/internal/engine.(*Engine).Alarm(0x1)\n\t/src/exithook/internal/engine/deadline.go:1 +0x1\n"
	if got := string(parseTrace(hook + engine + alarm).text(0)); got != hook {
		t.Errorf("got\n%s\nwant\n%s", got, hook)
	}
	if got := string(parseTrace(hook + alarm).text(0)); got != hook+alarm {
		t.Errorf("got\n%s\nwant\n%s", got, hook+alarm)
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
