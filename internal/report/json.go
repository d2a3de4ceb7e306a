// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package report

import "strconv"

// JSON returns the report as one line of JSON, with a newline. docs/report.md
// has the members. (encoding/json would link ten times the rest of the package.)
func (r *Report) JSON() []byte {
	b := []byte{'{'}
	b = r.Exit.json(b)
	b = members(b, reportNames, 1, r.Program, strconv.Itoa(r.PID), itoa(int64(r.Took)))
	b = append(b, `"hooks":[`...)
	for _, h := range r.Hooks {
		b = members(append(b, '{'), hookNames, 3, h.Name, h.Added, string(h.Outcome), itoa(int64(h.Start)), itoa(int64(h.Took)))
		b = closed(b, "},")
	}
	b = append(closed(b, "],"), `"lost":[`...)
	for _, e := range r.Lost {
		b = closed(e.json(append(b, '{')), "},")
	}
	return closed(b, "]}\n")
}

// The names of the members, of which the first ones are strings and the others
// numbers.
var (
	reportNames = []string{"program", "pid", "took_ns"}
	hookNames   = []string{"name", "added", "outcome", "start_ns", "took_ns"}
	exitNames   = []string{"summary", "cause", "signal", "panic", "via", "func", "file", "stack",
		"code", "code_known", "goroutine", "line"}
)

func (e *Exit) json(b []byte) []byte {
	return members(b, exitNames, 8, e.Summary, e.Cause, e.Signal, e.Panic, e.Via, e.Func, e.File, e.Stack,
		strconv.Itoa(e.Code), strconv.FormatBool(e.CodeKnown), itoa(int64(e.Goroutine)), strconv.Itoa(e.Line))
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// members appends members, each with a comma, but for strings that are empty.
func members(b []byte, names []string, texts int, values ...string) []byte {
	for i, v := range values {
		if i < texts && v == "" {
			continue
		}
		b = append(append(append(b, '"'), names[i]...), `":`...)
		if i < texts {
			b = quote(b, v)
		} else {
			b = append(b, v...)
		}
		b = append(b, ',')
	}
	return b
}

// closed appends the end of a list to one that has a comma after its last
// element, if there is one.
//
//go:noinline
func closed(b []byte, end string) []byte {
	if b[len(b)-1] == ',' {
		b = b[:len(b)-1]
	}
	return append(b, end...)
}

// quote appends s as a JSON string. Invalid UTF-8 becomes U+FFFD.
//
//go:noinline
func quote(b []byte, s string) []byte {
	b = append(b, '"')
	for _, c := range s {
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', byte(c))
		case c < ' ':
			const hex = "0123456789abcdef"
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			b = append(b, string(c)...)
		}
	}
	return append(b, '"')
}
