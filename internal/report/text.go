// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package report

import (
	"time"

	"github.com/exithook/exithook/internal/tiny"
)

// Text returns the report for a terminal: the summary and the stack of whoever
// ended the program, then a line for each hook with its share of the time, then
// the exits that came later.
//
//	exithook: exit 1, log.Fatal at server.go:42
//
//	goroutine 19 [running]:
//	...
//
//	hooks: 3, in 1200ms
//	  |=                 | 12ms      ok        flush the log (main.go:20)
//	  | =================| 1188ms    timed out close the database (store.go:31)
//	  |                  | -         not run   remove the pid file (main.go:17)
//	later: exit 0, return of main (goroutine 1)
func (r *Report) Text() string {
	w := new(writer)
	w.add("exithook: ", r.Summary, "\n")
	if r.Stack != "" {
		w.add("\n", r.Stack, "\n")
	}
	if n := len(r.Hooks); n > 0 {
		w.add("hooks: ", tiny.Itoa(int64(n)), ", in ", rounded(r.Took), "\n")
	}
	for i := range r.Hooks {
		if i == most {
			w.add("  and more\n")
			break
		}
		w.line(&r.Hooks[i], r.Took)
	}
	for i := range r.Lost {
		w.add("later: ", r.Lost[i].Summary, " (goroutine ", tiny.Itoa(int64(r.Lost[i].Goroutine)), ")\n")
	}
	return string(w.text)
}

// most is the number of hooks that Text has lines for.
const most = 100

// line adds the line of a hook, whose bar is its share of all.
func (w *writer) line(h *Hook, all time.Duration) {
	bar, took := spaces, "-"
	if h.Outcome != Skipped && h.Outcome != NotRun {
		from, to := column(h.Start, all), column(h.Start+h.Took, all)
		to = max(from, to) + 1
		bar, took = spaces[:from]+bars[from:to]+spaces[to:], rounded(h.Took)
	}
	w.add("  |", bar, "| ")
	w.padded(took)
	w.padded(string(h.Outcome))
	w.add(h.Name, " (", tiny.AfterLast(h.Added, '/'), ")\n")
}

const (
	width  = len(spaces) // of the timeline
	spaces = "                        "
	bars   = "========================"
)

// column returns the column of the timeline for a moment.
func column(t, all time.Duration) int {
	if all <= 0 {
		return 0
	}
	return max(0, min(int(t*time.Duration(width)/all), width-1))
}

// padded adds a text in a column of ten characters.
func (w *writer) padded(text string) { w.add(text, spaces[:max(0, 10-len(text))]) }

// rounded leaves out digits that nobody reads.
//
//go:noinline
func rounded(d time.Duration) string {
	if d >= 10*time.Millisecond {
		return tiny.Itoa(d.Milliseconds()) + "ms"
	}
	return tiny.Itoa(d.Microseconds()) + "µs"
}
