// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package report

import (
	"strings"
	"testing"
	"time"
)

func sample() *Report {
	return &Report{
		Program: "/bin/serve",
		PID:     42,
		End: End{
			Summary:   "exit 1, log.Fatal at server.go:42",
			Cause:     "os.Exit",
			Code:      1,
			CodeKnown: true,
			Goroutine: 19,
			Via:       "log.Fatal",
			Func:      "main.serve",
			File:      "/src/server.go",
			Line:      42,
			Stack:     "goroutine 19 [running]:\nlog.Fatal()\n\t/go/log.go:1 +0x1\n",
		},
		Later: []End{
			{Summary: "exit 0, os.Exit at main.go:7", Cause: "os.Exit", CodeKnown: true, Goroutine: 1},
			{Summary: "exit 143, signal: terminated", Cause: "signal", Code: 143, CodeKnown: true, Signal: "terminated", Goroutine: 5},
		},
		Took: 1200 * time.Millisecond,
		Hooks: []Hook{
			{Name: "flush \"it\"\t\x01\\ \xff é", Added: "/src/main.go:20", Took: 12 * time.Millisecond, Outcome: OK},
			{Name: "publish", Added: "/src/main.go:22", Start: 12 * time.Millisecond, Outcome: Skipped},
			{Name: "close", Added: "/src/store.go:31", Start: 600 * time.Millisecond, Took: 600 * time.Millisecond, Outcome: TimedOut},
			{Name: "remove", Added: "main.go:17", Outcome: NotRun},
		},
	}
}

func TestText(t *testing.T) {
	const want = `exithook: exit 1, log.Fatal at server.go:42

goroutine 19 [running]:
log.Fatal()
	/go/log.go:1 +0x1

hooks: 4, in 1200ms
  |=                       | 12ms      ok        flush "it"\t\x01\ � é (main.go:20)
  |                        | -         skipped   publish (main.go:22)
  |            ============| 600ms     timed out close (store.go:31)
  |                        | -         not run   remove (main.go:17)
later: exit 0, os.Exit at main.go:7 (goroutine 1)
later: exit 143, signal: terminated
`
	if got := sample().Text(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestTextOfLittle(t *testing.T) {
	r := &Report{End: End{Summary: "exit 0, return of main"}}
	if got := r.Text(); got != "exithook: exit 0, return of main\n" {
		t.Errorf("got %q", got)
	}
}

func TestTextOfMany(t *testing.T) {
	r := sample()
	for len(r.Hooks) < most {
		r.Hooks = append(r.Hooks, r.Hooks[1])
	}
	all := r.Text()
	if strings.Count(all, "\n  |") != most || strings.Contains(all, "more") {
		t.Errorf("got\n%s", all)
	}
	r.Hooks = append(r.Hooks, r.Hooks[1])
	want := strings.Replace(all, "hooks: 100,", "hooks: 101,", 1)
	want = strings.Replace(want, "later: exit 0", "  and more\nlater: exit 0", 1)
	if got := r.Text(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// A name of the program does not look like a line of the report, and a stack not like the
// bytes that change a terminal.
func TestTextIsPrintable(t *testing.T) {
	r := &Report{
		End:   End{Summary: "exit 0", Stack: "goroutine 1 [running]:\nmain.\x1b[2J()\n\t/x.go:1\n"},
		Hooks: []Hook{{Name: "a\nlater: exit 7\x1b[31m", Added: "x.go:1", Outcome: OK}},
	}
	const want = `exithook: exit 0

goroutine 1 [running]:
main.\x1b[2J()
	/x.go:1

hooks: 1, in 0µs
  |=                       | 0µs       ok        a\nlater: exit 7\x1b[31m (x.go:1)
`
	if got := r.Text(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestTimelineStaysInItsFrame(t *testing.T) {
	for _, h := range []Hook{{Start: -time.Second, Took: time.Hour}, {Start: time.Hour, Took: time.Hour}, {Start: time.Second, Took: -time.Second}, {Took: 1200 * time.Millisecond}} {
		h.Outcome = OK
		line := h.line(1200 * time.Millisecond)
		bar, rest, _ := strings.Cut(strings.TrimPrefix(line, "  |"), "|")
		if len(bar) != width || strings.Trim(bar, "= ") != "" || !strings.Contains(bar, "=") || !strings.HasPrefix(rest, " ") {
			t.Errorf("%+v: %q", h, line)
		}
	}
}

func TestRounded(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0:                         "0µs",
		1999:                      "1µs",
		9999 * time.Microsecond:   "9999µs",
		10 * time.Millisecond:     "10ms",
		10_999 * time.Microsecond: "10ms",
		time.Minute:               "60000ms",
	} {
		if got := rounded(d); got != want {
			t.Errorf("rounded(%v) = %q, want %q", d, got, want)
		}
	}
}
