// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package report

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"
)

func sample() *Report {
	return &Report{
		Program: "/bin/serve",
		PID:     42,
		Exit: Exit{
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
		Lost: []Exit{{Summary: "exit 0, os.Exit at main.go:7", Cause: "os.Exit", CodeKnown: true, Goroutine: 1}},
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
  |=                       | 12ms      ok        flush (main.go:20)
  |                        | -         skipped   publish (main.go:22)
  |            ============| 600ms     timed out close (store.go:31)
  |                        | -         not run   remove (main.go:17)
later: exit 0, os.Exit at main.go:7 (goroutine 1)
`
	r := sample()
	r.Hooks[0].Name = "flush"
	if got := r.Text(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestTextOfLittle(t *testing.T) {
	r := &Report{Exit: Exit{Summary: "exit 0, return of main"}}
	if got := r.Text(); got != "exithook: exit 0, return of main\n" {
		t.Errorf("got %q", got)
	}
}

func TestTextOfMany(t *testing.T) {
	r := sample()
	for range 1000 {
		r.Hooks = append(r.Hooks, r.Hooks[1])
	}
	got := r.Text()
	if strings.Count(got, "\n  |") != most || !strings.Contains(got, "  and more\n") {
		t.Errorf("got\n%s", got)
	}
}

func TestTimelineStaysInItsFrame(t *testing.T) {
	r := sample()
	for _, h := range []Hook{{Start: -time.Second, Took: time.Hour}, {Start: time.Hour, Took: time.Hour}, {Took: -1}} {
		h.Outcome = OK
		w := new(writer)
		w.line(&h, r.Took)
		line := string(w.text)
		if bar, _, _ := strings.Cut(strings.TrimPrefix(line, "  |"), "|"); len(bar) != width {
			t.Errorf("%+v: %q", h, line)
		}
	}
}

// decoded has the members of the JSON that docs/report.md lists.
type decoded struct {
	Program string     `json:"program"`
	PID     int        `json:"pid"`
	Took    int64      `json:"took_ns"`
	Hooks   []hookJSON `json:"hooks"`
	Lost    []exitJSON `json:"lost"`
	exitJSON
}

type exitJSON struct {
	Summary   string `json:"summary"`
	Cause     string `json:"cause"`
	Code      int    `json:"code"`
	CodeKnown bool   `json:"code_known"`
	Signal    string `json:"signal"`
	Panic     string `json:"panic"`
	Goroutine uint64 `json:"goroutine"`
	Via       string `json:"via"`
	Func      string `json:"func"`
	File      string `json:"file"`
	Line      int    `json:"line"`
	Stack     string `json:"stack"`
}

type hookJSON struct {
	Name    string `json:"name"`
	Added   string `json:"added"`
	Outcome string `json:"outcome"`
	Start   int64  `json:"start_ns"`
	Took    int64  `json:"took_ns"`
}

func exitOf(e *Exit) exitJSON {
	return exitJSON{e.Summary, e.Cause, e.Code, e.CodeKnown, e.Signal, e.Panic, e.Goroutine, e.Via, e.Func, e.File, e.Line, e.Stack}
}

func TestJSON(t *testing.T) {
	for _, r := range []*Report{sample(), {}} {
		line := r.JSON()
		if n := strings.Count(string(line), "\n"); n != 1 || line[len(line)-1] != '\n' {
			t.Errorf("not one line: %q", line)
		}
		want := decoded{Program: r.Program, PID: r.PID, Took: int64(r.Took), Hooks: []hookJSON{}, Lost: []exitJSON{}, exitJSON: exitOf(&r.Exit)}
		for _, h := range r.Hooks {
			name := strings.ToValidUTF8(h.Name, "\uFFFD")
			want.Hooks = append(want.Hooks, hookJSON{name, h.Added, string(h.Outcome), int64(h.Start), int64(h.Took)})
		}
		for _, e := range r.Lost {
			want.Lost = append(want.Lost, exitOf(&e))
		}
		got := decoded{}
		d := json.NewDecoder(strings.NewReader(string(line)))
		d.DisallowUnknownFields()
		if err := d.Decode(&got); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("got\n%+v\nwant\n%+v\nfrom %s", got, want, line)
		}
	}
}

func quoted(s string) []byte {
	w := new(writer)
	w.quote(s)
	return w.text
}

func FuzzQuote(f *testing.F) {
	f.Add("a\"b\\c\n\x00\xff\u2028")
	f.Fuzz(func(t *testing.T, s string) {
		var got string
		if err := json.Unmarshal(quoted(s), &got); err != nil || got != strings.ToValidUTF8(s, "\uFFFD") && !strings.Contains(got, "\uFFFD") {
			t.Errorf("%q: %q, %v", s, got, err)
		}
	})
}
