// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package report

import (
	"strconv"
	"strings"
)

// A Call is who ended the program, or let a hook fail, as a stack tells.
type Call struct {
	Via   string // the exit function that was called, such as "log.Fatal", or "panic"
	Func  string // the function that called it
	File  string // and where
	Line  int
	Stack string // from Via on
}

// Exit returns the call of an exit function.
func (s *Stack) Exit() Call {
	via := 0
	for via+1 < len(s.frames) && (s.frames[via+1].ours() || s.frames[via+1].fn == "os.Exit") {
		via++
	}
	via = s.outermostFatal(via)
	return s.call(via, via+1)
}

// Panic returns the call of panic. If this module panicked, because it was called in a
// wrong way, whoever called it is the caller.
func (s *Stack) Panic() Call {
	via := s.find("panic")
	caller := via + 1
	for caller < len(s.frames) && (strings.HasPrefix(s.frames[caller].fn, "runtime.") || s.frames[caller].ours()) {
		caller++
	}
	return s.call(via, caller)
}

// Goexit returns the call of runtime.Goexit.
func (s *Stack) Goexit() Call {
	via := s.find("runtime.Goexit")
	return s.call(via, via+1)
}

func (s *Stack) call(via, caller int) Call {
	c := Call{Stack: s.from(via)}
	if caller < len(s.frames) {
		f := &s.frames[caller]
		c.Via = short(s.frames[via].fn)
		c.Func, c.File, c.Line = f.fn, f.file, f.line
	}
	return c
}

// Exits tells an exit from a return of main.
func (s *Stack) Exits() bool {
	for i := range s.frames {
		if strings.HasPrefix(s.frames[i].fn, "os.") {
			return true
		}
	}
	return false
}

// Code returns the code of an exit. It is an argument of two functions on the stack. The
// text marks those with a question mark that may be stale. success says that it is 0, and
// failure that it is not.
func (s *Stack) Code(success, failure bool) (code int, known bool) {
	if success {
		return 0, true
	}
	for i := range s.frames {
		f := &s.frames[i]
		if f.fn != runtimePackage+".Run" && f.fn != "os.Exit" {
			continue
		}
		digits, ok := strings.CutPrefix(f.args, "0x")
		if !ok {
			continue
		}
		if n, err := strconv.ParseUint(digits, 16, strconv.IntSize); err == nil && (n != 0 || !failure) {
			return int(n), true
		}
	}
	return 1, false
}

// outermostFatal returns the frame of the function that answers for the exit in
// frame i. A logger's Fatal is not the one that ended the program, but whoever called
// it is. In a hook that exits, the frames below those of this module belong to another
// exit.
func (s *Stack) outermostFatal(i int) int {
	const near = 12 // frames between os.Exit and the Fatal of a logger
	outermost := i
	for j := i + 1; j < min(i+near, len(s.frames)-1) && !s.frames[j].ours(); j++ {
		if isFatal(s.frames[j].fn) {
			outermost = j
		}
	}
	return outermost
}

// isFatal reports whether a function ends the program by its name, such as log.Fatalf
// or go.uber.org/zap.(*Logger).Fatal.
func isFatal(name string) bool {
	return strings.HasPrefix(name[strings.LastIndexByte(name, '.')+1:], "Fatal")
}

// short returns the name of a function without the directories of its package. If
// the last one is a major version, it keeps the one before it.
func short(name string) string {
	i := strings.LastIndexByte(name, '/')
	last := name[i+1:]
	if i > 0 && len(last) > 1 && last[0] == 'v' && '0' <= last[1] && last[1] <= '9' {
		return name[strings.LastIndexByte(name[:i], '/')+1:]
	}
	return last
}
