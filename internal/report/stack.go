// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package report

import (
	"strconv"
	"strings"
)

// A Stack is the text of one goroutine's stack, parsed. Nothing but the text shows the
// arguments of functions that are running.
type Stack struct {
	header string // goroutine 1 [running]:
	frames []frame
}

type frame struct {
	fn   string // full name of the function
	file string
	line int
	args string // as the text has them
	text string // both lines
}

// ParseStack parses the text of a stack. It knows these pairs of lines:
//
//	main.(*T).f(0x1, {0xc000012345?, 0x5})
//		/path/of/the/file.go:42 +0x1d
//	created by main.main in goroutine 1
//		/path/of/the/file.go:17 +0x65
//
// and ignores whatever else there is.
func ParseStack(text string) *Stack {
	header, rest, _ := strings.Cut(text, "\n")
	s := &Stack{header: header}
	for rest != "" {
		call, after, _ := strings.Cut(rest, "\n")
		place, below, _ := strings.Cut(after, "\n")
		if f, ok := parseFrame(call, place); ok {
			f.text = rest[:len(rest)-len(below)]
			s.frames = append(s.frames, f)
			after = below
		}
		rest = after
	}
	return s
}

// parseFrame reports whether it is such a pair.
func parseFrame(call, place string) (f frame, ok bool) {
	if created, ok := strings.CutPrefix(call, "created by "); ok {
		f.fn, _, _ = strings.Cut(created, " ")
	} else if i := strings.LastIndexByte(call, '('); i >= 0 {
		f.fn = call[:i]
		f.args, _, _ = strings.Cut(call[i+1:], ")")
	}
	position, ok := strings.CutPrefix(place, "\t")
	colon := strings.LastIndexByte(position, ':')
	if !ok || f.fn == "" || colon < 0 {
		return f, false
	}
	f.file = position[:colon]
	line, _, _ := strings.Cut(position[colon+1:], " ") // what follows is the offset of the instruction
	f.line, _ = strconv.Atoi(line)
	return f, true
}

// from returns the text from frame i on, without the frames of this module that lie
// between a hook and the exit that it runs for, or the alarm that had another goroutine
// run it.
func (s *Stack) from(i int) string {
	var w strings.Builder
	w.WriteString(s.header + "\n")
	ours := false
	for j := i; j < len(s.frames); j++ {
		f := &s.frames[j]
		ours = f.ours() || ours && f.fn == "time.goFunc"
		if j == i || !ours {
			w.WriteString(f.text)
		}
	}
	return w.String()
}

// find returns the first frame of the named function, or 0.
func (s *Stack) find(name string) int {
	for i := range s.frames {
		if s.frames[i].fn == name {
			return i
		}
	}
	return 0
}

const (
	ownPackage     = "github.com/exithook/exithook"
	runtimePackage = "internal/runtime/exithook"
)

// ours reports whether the function belongs to this module, or to what the runtime has
// between os.Exit and this module.
func (f *frame) ours() bool {
	for _, prefix := range []string{ownPackage + ".", ownPackage + "/internal/", runtimePackage + ".", "os.runtime_beforeExit"} {
		if strings.HasPrefix(f.fn, prefix) {
			return true
		}
	}
	return false
}
