// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package exithook

import "runtime"

// A deferrer is what called a deferred function.
type deferrer int

const (
	byReturn deferrer = iota
	byPanic
	byGoexit
)

// calledBy tells a deferred function, which calls it, why it was called. The result of recover
// does not tell a panic(nil) from a return, with GODEBUG=panicnil=1.
func calledBy() deferrer { return callerIs(2) }

// callerIs looks at the caller of one of the functions that are running.
func callerIs(skip int) deferrer {
	var pc [1]uintptr
	runtime.Callers(skip+2, pc[:]) // runtime.Callers, callerIs
	switch frame(pc[0]).Function {
	case "runtime.gopanic":
		return byPanic
	case "runtime.Goexit":
		return byGoexit
	}
	return byReturn
}

// panickedNil is calledBy for the engine, whose deferred function calls it.
func panickedNil() bool { return callerIs(2) == byPanic }
