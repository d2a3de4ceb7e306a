// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package report

import (
	"strings"
	"testing"
)

const exitStack = `goroutine 7 [running]:
runtime/debug.Stack()
	/go/src/runtime/debug/stack.go:26 +0x5e
github.com/exithook/exithook.describeEnd(0xc000010000, 0x0)
	/src/exithook/end.go:90 +0x5e
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

func TestParseStack(t *testing.T) {
	const text = `goroutine 7 [running]:
main.(*T).f(0x1, {0xc000012345?, 0x5})
	/path/of/the/file.go:42 +0x1d
what is (not) a frame
	/is/left/out.go
main.g[...]()
	/x.go:3
created by main.main in goroutine 1
	/path/of/the/file.go:17 +0x65

goroutine 8 [select]:
`
	want := []frame{
		{fn: "main.(*T).f", args: "0x1, {0xc000012345?, 0x5}", file: "/path/of/the/file.go", line: 42},
		{fn: "main.g[...]", file: "/x.go", line: 3},
		{fn: "main.main", file: "/path/of/the/file.go", line: 17},
	}
	s := ParseStack(text)
	if s.header != "goroutine 7 [running]:" || len(s.frames) != len(want) {
		t.Fatalf("got %+v", s)
	}
	for i, f := range s.frames {
		if strings.Count(f.text, "\n") != 2 || !strings.Contains(text, f.text) {
			t.Errorf("frame %d has the text %q", i, f.text)
		}
		f.text = ""
		if f != want[i] {
			t.Errorf("frame %d is %+v, want %+v", i, f, want[i])
		}
	}
}

// Once a hook was abandoned, the goroutine of an alarm runs the others. The report on a
// hook does not show that. An alarm of the program's own is another matter.
func TestStackOfAlarm(t *testing.T) {
	const (
		created = "created by time.goFunc\n\t/go/src/time/sleep.go:215 +0x45\n"
		hook    = "goroutine 7 [running]:\nmain.flush()\n\t/src/main.go:31 +0x3e\n"
		ours    = "github.com/exithook/exithook/internal/engine.(*Engine).Alarm(0x1)\n\t/src/exithook/internal/engine/deadline.go:1 +0x1\n"
	)
	if got := ParseStack(hook + ours + created).from(0); got != hook {
		t.Errorf("got\n%s\nwant\n%s", got, hook)
	}
	if got := ParseStack(hook + created).from(0); got != hook+created {
		t.Errorf("got\n%s\nwant\n%s", got, hook+created)
	}
}

// A function of the program is not taken for one of this module because its package's
// path begins in the same way.
func TestOurs(t *testing.T) {
	for fn, want := range map[string]bool{
		"github.com/exithook/exithook.Exit":                          true,
		"github.com/exithook/exithook/internal/engine.(*Engine).Run": true,
		"internal/runtime/exithook.Run":                              true,
		"os.runtime_beforeExit":                                      true,
		"github.com/exithook/exithook/examples/orders.main":          false,
		"github.com/exithook/exithooks.Exit":                         false,
		"example.com/github.com/exithook/exithook.Exit":              false,
		"os.Exit":   false,
		"main.main": false,
	} {
		if got := (&frame{fn: fn}).ours(); got != want {
			t.Errorf("%s: ours is %v", fn, got)
		}
	}
}

// Whatever the text is, nothing panics, and what is shown of a stack is lines of it.
func FuzzStack(f *testing.F) {
	f.Add(exitStack)
	f.Add("")
	f.Add("goroutine 1 [running]:\n(\n\t:")
	f.Add("goroutine 1 [running]:\nf(\n\tx")
	f.Add("goroutine 1 [running]:\nf(0x1)\n\t/x.go:1 +0x1\n")
	f.Fuzz(func(t *testing.T, text string) {
		s := ParseStack(text)
		s.Exits()
		s.Code(false, true)
		lines := make(map[string]bool)
		for line := range strings.SplitSeq(text, "\n") {
			lines[line] = true
		}
		for _, c := range []Call{s.Exit(), s.Panic(), s.Goexit()} {
			for line := range strings.SplitSeq(strings.TrimSuffix(c.Stack, "\n"), "\n") {
				if !lines[line] {
					t.Errorf("%q shows the line %q", text, line)
				}
			}
		}
	})
}
