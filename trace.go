// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package exithook

import (
	"bytes"
	"strconv"
	"strings"
)

// A trace is the text of one goroutine's stack, taken apart. The text is the
// only place where Go shows the arguments of functions that are running.
type trace struct {
	header string // goroutine 1 [running]:
	frames []traceFrame
}

type traceFrame struct {
	Frame
	args string // the arguments as the text has them
	text string // both lines
}

// parseTrace takes a stack apart. It knows these pairs of lines:
//
//	main.(*T).f(0x1, {0xc000012345?, 0x5})
//		/path/of/the/file.go:42 +0x1d
//	created by main.main in goroutine 1
//		/path/of/the/file.go:17 +0x65
//
// and ignores whatever else there is.
func parseTrace(stack []byte) trace {
	var tr trace
	lines := strings.SplitAfter(string(stack), "\n")
	tr.header = lines[0]
	for i := 1; i+1 < len(lines); i++ {
		if f, ok := parseFrame(lines[i], lines[i+1]); ok {
			tr.frames = append(tr.frames, f)
			i++
		}
	}
	return tr
}

func parseFrame(call, place string) (traceFrame, bool) {
	f := traceFrame{text: call + place}
	if creator, ok := strings.CutPrefix(call, "created by "); ok {
		f.Func, _, _ = strings.Cut(strings.TrimSpace(creator), " in goroutine ")
	} else if open := strings.LastIndexByte(call, '('); open >= 0 {
		f.Func, f.args = call[:open], strings.TrimRight(call[open+1:], ")\n")
	}
	place, isPlace := strings.CutPrefix(place, "\t")
	place, _, _ = strings.Cut(strings.TrimSpace(place), " +0x")
	colon := strings.LastIndexByte(place, ':')
	if f.Func == "" || !isPlace || colon < 0 {
		return traceFrame{}, false
	}
	f.File = place[:colon]
	f.Line, _ = strconv.Atoi(place[colon+1:])
	return f, true
}

// text returns the stack from frame i on, without the frames of this package
// that lie between a hook and the exit that it runs for.
func (tr trace) text(i int) []byte {
	var b bytes.Buffer
	b.WriteString(tr.header)
	for j, f := range tr.frames[i:] {
		if j == 0 || !f.ours() {
			b.WriteString(f.text)
		}
	}
	return b.Bytes()
}

// find returns the first frame of the named function, or the first of all.
func (tr trace) find(name string) int {
	for i, f := range tr.frames {
		if f.Func == name {
			return i
		}
	}
	return 0
}

const (
	ownPackage     = "github.com/exithook/exithook"
	runtimePackage = "internal/runtime/exithook"
)

// ours reports whether the function belongs to this package, or to what the
// runtime has between os.Exit and this package.
func (f Frame) ours() bool {
	for _, prefix := range []string{ownPackage + ".", ownPackage + "/internal/", runtimePackage + ".", "runtime/debug.", "os.runtime_beforeExit"} {
		if strings.HasPrefix(f.Func, prefix) {
			return true
		}
	}
	return false
}

// cause tells a return of main from a call of os.Exit.
func (tr trace) cause() Cause {
	for _, f := range tr.frames {
		if strings.HasPrefix(f.Func, "os.") {
			return OSExit
		}
	}
	return Return
}

// Codes that are not known exactly, yet.
const (
	failureCode = 1  // some code that is not 0
	unknownCode = -1 // any code
)

// code returns the exit code, given what is known of it. It is an argument of
// two functions on the stack, of which the text marks those with a question
// mark that may be stale.
func (tr trace) code(given int) (code int, known bool) {
	if given == 0 {
		return 0, true
	}
	for _, f := range tr.frames {
		if f.Func != runtimePackage+".Run" && f.Func != "os.Exit" {
			continue
		}
		n, err := strconv.ParseUint(f.args, 0, strconv.IntSize)
		if err == nil && (n != 0 || given == unknownCode) {
			return int(n), true
		}
	}
	return failureCode, false
}

// exited finds the exit function that was called, who called it, and the stack
// from the former on.
func (tr trace) exited() (via string, caller Frame, stack []byte) {
	if len(tr.frames) == 0 {
		return "", Frame{}, nil
	}
	i := 0
	for i+1 < len(tr.frames) && (tr.frames[i+1].ours() || tr.frames[i+1].Func == "os.Exit") {
		i++
	}
	i = tr.outermostFatal(i)
	if i+1 < len(tr.frames) {
		caller = tr.frames[i+1].Frame
	}
	return shortName(tr.frames[i].Func), caller, tr.text(i)
}

// outermostFatal returns the frame of the function that is to answer for the
// exit in frame i. A logger's Fatal is not the one that ended the program, but
// whoever called it is.
func (tr trace) outermostFatal(i int) int {
	const near = 12 // frames between os.Exit and the Fatal of a logger
	for j := min(i+near, len(tr.frames)-2); j > i; j-- {
		if isFatal(tr.frames[j].Func) {
			return j
		}
	}
	return i
}

// isFatal reports whether a function ends the program by its name, such as
// log.Fatalf or go.uber.org/zap.(*Logger).Fatal.
func isFatal(name string) bool {
	return strings.HasPrefix(name[strings.LastIndexByte(name, '.')+1:], "Fatal")
}

// panicked finds who panicked, and the stack from there on.
func (tr trace) panicked() (via string, caller Frame, stack []byte) {
	i := tr.find("panic")
	for _, f := range tr.frames[min(i+1, len(tr.frames)):] {
		if !strings.HasPrefix(f.Func, "runtime.") {
			caller = f.Frame
			break
		}
	}
	return "panic", caller, tr.text(i)
}

// shortName removes the directories from the package of a function.
func shortName(name string) string { return name[strings.LastIndexByte(name, '/')+1:] }
