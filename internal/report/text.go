// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package report

import (
	"strconv"
	"time"
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
//	hooks: 3, in 1.2s
//	  |=                 | 12ms      ok        flush the log (main.go:20)
//	  | =================| 1.188s    timed out close the database (store.go:31)
//	  |                  | -         not run   remove the pid file (main.go:17)
//	later: exit 0, return of main (goroutine 1)
func (r *Report) Text() string {
	text := "exithook: " + r.Summary + "\n"
	if r.Stack != "" {
		text += "\n" + r.Stack + "\n"
	}
	if n := len(r.Hooks); n > 0 {
		text += "hooks: " + strconv.Itoa(n) + ", in " + round(r.Took) + "\n"
	}
	for i, h := range r.Hooks {
		if i == most {
			text += "  and more\n"
			break
		}
		text += r.line(h)
	}
	for _, e := range r.Lost {
		text += "later: " + e.Summary + " (goroutine " + itoa(int64(e.Goroutine)) + ")\n"
	}
	return text
}

// most is the number of hooks that Text has lines for.
const most = 100

const width = 24 // of the timeline

func (r *Report) line(h *Hook) string {
	bar, took := "", "-"
	if h.Outcome != Skipped && h.Outcome != NotRun {
		from := r.column(h.Start)
		to := max(from, r.column(h.Start+h.Took))
		bar, took = pad("", from)+repeat("=", to-from+1), round(h.Took)
	}
	return "  |" + pad(bar, width) + "| " + pad(took, 10) + pad(string(h.Outcome), 10) + h.Name + " (" + base(h.Added) + ")\n"
}

// column returns the column of the timeline for a moment.
func (r *Report) column(t time.Duration) int {
	if r.Took <= 0 {
		return 0
	}
	return max(0, min(int(int64(t)*width/int64(r.Took)), width-1))
}

func pad(s string, n int) string { return s + repeat(" ", n-len(s)) }

func repeat(s string, n int) string {
	text := ""
	for range max(n, 0) {
		text += s
	}
	return text
}

// round drops digits that nobody reads.
func round(d time.Duration) string {
	unit := time.Microsecond
	if d >= time.Second {
		unit = time.Millisecond
	}
	return d.Round(unit).String()
}

func base(path string) string {
	for i := len(path); i > 0; i-- {
		if path[i-1] == '/' {
			return path[i:]
		}
	}
	return path
}
