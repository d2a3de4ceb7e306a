// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package report

import (
	"strconv"
	"unicode/utf8"
)

// JSON returns the report as one line of JSON, with a newline. docs/report.md has the
// members. (The package encoding/json would make a program that imports exithook 500 KB
// larger.)
func (r *Report) JSON() []byte {
	w := encoder("{")
	w.end(&r.End)
	w.string("program", r.Program)
	w.number("pid", int64(r.PID))
	w.number("took_ns", int64(r.Took))
	w.array("hooks")
	for i := range r.Hooks {
		h := &r.Hooks[i]
		w.begin("{")
		w.string("name", h.Name)
		w.string("added", h.Added)
		w.string("outcome", h.Outcome)
		w.number("start_ns", int64(h.Start))
		w.number("took_ns", int64(h.Took))
		w.add("}")
	}
	w.add("]")
	w.array("later")
	for i := range r.Later {
		w.begin("{")
		w.end(&r.Later[i])
		w.add("}")
	}
	w.add("]}\n")
	return w
}

func (w *encoder) end(e *End) {
	w.string("summary", e.Summary)
	w.string("cause", e.Cause)
	w.number("code", int64(e.Code))
	w.name("code_known")
	*w = strconv.AppendBool(*w, e.CodeKnown)
	w.string("signal", e.Signal)
	w.string("panic", e.Panic)
	w.number("goroutine", int64(e.Goroutine))
	w.string("via", e.Via)
	w.string("func", e.Func)
	w.string("file", e.File)
	w.number("line", int64(e.Line))
	w.string("stack", e.Stack)
}

// An encoder has the JSON that was written.
type encoder []byte

func (w *encoder) add(text string) { *w = append(*w, text...) }

// begin begins an element, after a comma if there is one before it.
func (w *encoder) begin(text string) {
	if c := (*w)[len(*w)-1]; c != '{' && c != '[' {
		w.add(",")
	}
	w.add(text)
}

// name begins a member.
func (w *encoder) name(name string) { w.begin(`"` + name + `":`) }

func (w *encoder) array(name string) {
	w.name(name)
	w.add("[")
}

func (w *encoder) number(name string, n int64) {
	w.name(name)
	*w = strconv.AppendInt(*w, n, 10)
}

// string adds a member, unless it is empty.
func (w *encoder) string(name, s string) {
	if s != "" {
		w.name(name)
		w.quote(s)
	}
}

// quote adds s as a JSON string. Invalid UTF-8 becomes U+FFFD.
func (w *encoder) quote(s string) {
	const hex = "0123456789abcdef"
	*w = append(*w, '"')
	for _, c := range s {
		switch {
		case c == '"' || c == '\\':
			*w = append(*w, '\\', byte(c))
		case c < ' ':
			*w = append(*w, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			*w = utf8.AppendRune(*w, c)
		}
	}
	*w = append(*w, '"')
}
