// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package report

import "github.com/exithook/exithook/internal/tiny"

// JSON returns the report as one line of JSON, with a newline. docs/report.md
// has the members. (encoding/json would link ten times the rest of the package.)
func (r *Report) JSON() []byte {
	w := new(writer)
	w.add("{")
	w.exit(&r.Exit)
	w.string("program", r.Program)
	w.number("pid", int64(r.PID))
	w.number("took_ns", int64(r.Took))
	w.name("hooks")
	w.add("[")
	for i := range r.Hooks {
		h := &r.Hooks[i]
		w.begin("{")
		w.string("name", h.Name)
		w.string("added", h.Added)
		w.string("outcome", string(h.Outcome))
		w.number("start_ns", int64(h.Start))
		w.number("took_ns", int64(h.Took))
		w.add("}")
	}
	w.add("]")
	w.name("lost")
	w.add("[")
	for i := range r.Lost {
		w.begin("{")
		w.exit(&r.Lost[i])
		w.add("}")
	}
	w.add("]}\n")
	return w.text
}

func (w *writer) exit(e *Exit) {
	w.string("summary", e.Summary)
	w.string("cause", e.Cause)
	w.number("code", int64(e.Code))
	known := "false"
	if e.CodeKnown {
		known = "true"
	}
	w.name("code_known")
	w.add(known)
	w.string("signal", e.Signal)
	w.string("panic", e.Panic)
	w.number("goroutine", int64(e.Goroutine))
	w.string("via", e.Via)
	w.string("func", e.Func)
	w.string("file", e.File)
	w.number("line", int64(e.Line))
	w.string("stack", e.Stack)
}

// A writer has what has been written.
type writer struct{ text []byte }

//go:noinline
func (w *writer) add(texts ...string) {
	for _, t := range texts {
		w.text = append(w.text, t...)
	}
}

// begin begins an element, after a comma if there is one before it.
//
//go:noinline
func (w *writer) begin(texts ...string) {
	if c := w.text[len(w.text)-1]; c != '{' && c != '[' {
		w.add(",")
	}
	w.add(texts...)
}

// name begins a member.
//
//go:noinline
func (w *writer) name(name string) { w.begin(`"`, name, `":`) }

//go:noinline
func (w *writer) number(name string, n int64) {
	w.name(name)
	w.add(tiny.Itoa(n))
}

// string adds a member, unless it is empty.
//
//go:noinline
func (w *writer) string(name, s string) {
	if s != "" {
		w.name(name)
		w.quote(s)
	}
}

// quote adds s as a JSON string. Invalid UTF-8 becomes U+FFFD.
func (w *writer) quote(s string) {
	const hex = "0123456789abcdef"
	w.add(`"`)
	plain := 0 // what begins here can be added as it is, unless it is negative
	for i, c := range s {
		if plain < 0 {
			plain = i
		}
		if c < ' ' || c == '"' || c == '\\' {
			w.add(s[plain:i], `\u00`, hex[c>>4:][:1], hex[c&15:][:1])
			plain = -1
		} else if c == '\uFFFD' {
			w.add(s[plain:i], "\uFFFD")
			plain = -1
		}
	}
	if plain >= 0 {
		w.add(s[plain:])
	}
	w.add(`"`)
}
