// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package exithook

import "github.com/exithook/exithook/internal/tiny"

// ownStack returns the text of the calling goroutine's stack.
func ownStack() string { return tiny.Stack(8<<10, false) }

// stacks is the text of all goroutines' stacks.
type stacks string

func allStacks() stacks { return stacks(tiny.Stack(64<<10, true)) }

// trace returns the stack of a goroutine, as far as it can be had.
//
//go:noinline
func (all stacks) trace(goid uint64) *trace {
	name := goroutine(goid)
	for rest := string(all); rest != ""; {
		var stack string
		stack, rest = tiny.Cut(rest, "\n\n")
		if tiny.HasPrefix(stack, name+" [") {
			return parseTrace(stack + "\n")
		}
	}
	return &trace{header: name + " has no stack any more"}
}

// text returns the stack of a goroutine, for a report.
//
//go:noinline
func (all stacks) text(goid uint64) string { return "\n" + string(all.trace(goid).text(0)) + "\n" }

// A trace is the text of one goroutine's stack, taken apart. The text is the
// only place where Go shows the arguments of functions that are running.
type trace struct {
	header string // goroutine 1 [running]:
	frames []traceFrame
}

type traceFrame struct {
	_ [0]func() // not comparable, which links less
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
func parseTrace(stack string) *trace {
	header, rest := tiny.Cut(stack, "\n")
	tr := &trace{header: header, frames: make([]traceFrame, 0, 16)}
	for rest != "" {
		call, after := tiny.Cut(rest, "\n")
		place, below := tiny.Cut(after, "\n")
		if f, ok := parseFrame(call, place); ok {
			f.text = rest[:len(rest)-len(below)]
			tr.frames = append(tr.frames, f)
			after = below
		}
		rest = after
	}
	return tr
}

// parseFrame reports whether it is such a pair.
func parseFrame(call, place string) (f traceFrame, ok bool) {
	if tiny.HasPrefix(call, created) {
		f.Func, _ = tiny.Cut(call[len(created):], " ")
	} else {
		f.args = tiny.AfterLast(call, '(')
		f.Func = call[:max(len(call)-len(f.args)-1, 0)]
		f.args, _ = tiny.Cut(f.args, ")")
	}
	line := tiny.AfterLast(place, ':')
	if f.Func == "" || !tiny.HasPrefix(place, "\t") || line == place {
		return f, false
	}
	f.File = place[1 : len(place)-len(line)-1]
	line, _ = tiny.Cut(line, " ") // what follows is the offset of the instruction
	f.Line, _ = tiny.Digits(line, 10)
	return f, true
}

const created = "created by "

// text returns the stack from frame i on, without the frames of this package
// that lie between a hook and the exit that it runs for, or the alarm that had
// another goroutine run it. (It is large, and its callers are not in a hurry.)
//
//go:noinline
func (tr *trace) text(i int) []byte {
	text := append(make([]byte, 0, 2<<10), tr.header...)
	text = append(text, '\n')
	ours := false
	for j := i; j < len(tr.frames); j++ {
		f := &tr.frames[j]
		ours = f.ours() || ours && f.Func == "time.goFunc"
		if j == i || !ours {
			text = append(text, f.text...)
		}
	}
	return text
}

// find returns the first frame of the named function, or the first of all.
func (tr *trace) find(name string) int {
	for i := range tr.frames {
		if tr.frames[i].Func == name {
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
//
//go:noinline
func (f *traceFrame) ours() bool {
	for _, prefix := range ourPrefixes {
		if tiny.HasPrefix(f.Func, prefix) {
			return true
		}
	}
	return false
}

var ourPrefixes = []string{ownPackage + ".", ownPackage + "/internal/", runtimePackage + ".", "os.runtime_beforeExit"}

// cause tells a return of main from a call of os.Exit.
func (tr *trace) cause() Cause {
	for i := range tr.frames {
		if tiny.HasPrefix(tr.frames[i].Func, "os.") {
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
func (tr *trace) code(given int) (code int, known bool) {
	if given == 0 {
		return 0, true
	}
	for i := range tr.frames {
		f := &tr.frames[i]
		if f.Func != runtimePackage+".Run" && f.Func != "os.Exit" {
			continue
		}
		if !tiny.HasPrefix(f.args, "0x") {
			continue
		}
		if n, ok := tiny.Digits(f.args[2:], 16); ok && (n != 0 || given == unknownCode) {
			return n, true
		}
	}
	return failureCode, false
}

// exited returns the frames of the exit function that was called, and of who
// called it.
func (tr *trace) exited() (via, caller int) {
	for via+1 < len(tr.frames) && (tr.frames[via+1].ours() || tr.frames[via+1].Func == "os.Exit") {
		via++
	}
	via = tr.outermostFatal(via)
	return via, via + 1
}

// outermostFatal returns the frame of the function that is to answer for the
// exit in frame i. A logger's Fatal is not the one that ended the program, but
// whoever called it is. In a hook that exits, the frames below those of this
// package belong to another exit.
func (tr *trace) outermostFatal(i int) int {
	const near = 12 // frames between os.Exit and the Fatal of a logger
	outermost := i
	for j := i + 1; j < min(i+near, len(tr.frames)-1) && !tr.frames[j].ours(); j++ {
		if isFatal(tr.frames[j].Func) {
			outermost = j
		}
	}
	return outermost
}

// isFatal reports whether a function ends the program by its name, such as
// log.Fatalf or go.uber.org/zap.(*Logger).Fatal.
func isFatal(name string) bool {
	return tiny.HasPrefix(tiny.AfterLast(name, '.'), "Fatal")
}

// panicked returns the frames of panic, and of who called it.
func (tr *trace) panicked() (via, caller int) {
	via = tr.find("panic")
	caller = via + 1
	for caller < len(tr.frames) && tiny.HasPrefix(tr.frames[caller].Func, "runtime.") {
		caller++
	}
	return via, caller
}

// goexits reports whether it is runtime.Goexit that calls deferred functions, and
// not a panic.
func (tr *trace) goexits() bool {
	goexit, panics := tr.find("runtime.Goexit"), tr.find("panic")
	return goexit > 0 && (panics == 0 || goexit < panics)
}
