// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package report

import (
	"path"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Text returns the report for a terminal: the summary and the stack of whoever ended the
// program, then a line for each hook with its share of the time, then the later ends.
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
	var w strings.Builder
	w.WriteString("exithook: " + r.Summary + "\n")
	if r.Stack != "" {
		w.WriteString("\n" + Printable(r.Stack) + "\n")
	}
	if n := len(r.Hooks); n > 0 {
		w.WriteString("hooks: " + strconv.Itoa(n) + ", in " + rounded(r.Took) + "\n")
	}
	for i, h := range r.Hooks {
		if i == most {
			w.WriteString("  and more\n")
			break
		}
		w.WriteString(h.line(r.Took))
	}
	for _, l := range r.Later {
		w.WriteString("later: " + l.Summary)
		if l.Signal == "" {
			w.WriteString(" (" + Goroutine(l.Goroutine) + ")")
		}
		w.WriteString("\n")
	}
	return w.String()
}

// Goroutine returns what stack traces call a goroutine.
func Goroutine(goid uint64) string { return "goroutine " + strconv.FormatUint(goid, 10) }

// most is the number of hooks that Text has lines for.
const most = 100

// line returns the line of a hook, whose bar is its share of all.
func (h *Hook) line(all time.Duration) string {
	bar, took := spaces, "-"
	if h.Outcome != Skipped && h.Outcome != NotRun {
		from, to := column(h.Start, all), column(h.Start+h.Took, all)
		to = max(from, to) + 1
		bar, took = spaces[:from]+bars[from:to]+spaces[to:], rounded(h.Took)
	}
	return "  |" + bar + "| " + padded(took) + padded(h.Outcome) + Line(h.Name) + " (" + Line(path.Base(h.Added)) + ")\n"
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

// padded returns a text in a column of ten characters.
func padded(text string) string { return text + spaces[:max(0, 10-utf8.RuneCountInString(text))] }

// rounded leaves out digits that nobody reads.
func rounded(d time.Duration) string {
	if d >= 10*time.Millisecond {
		return strconv.FormatInt(d.Milliseconds(), 10) + "ms"
	}
	return strconv.FormatInt(d.Microseconds(), 10) + "µs"
}
