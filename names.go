// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package exithook

import (
	"runtime"
	"strconv"
	"strings"

	"github.com/exithook/exithook/internal/engine"
	"github.com/exithook/exithook/internal/report"
)

// label names a hook and the place where it was added, for messages and reports.
func label(h *engine.Hook) string {
	name, added := describe(h)
	return "\"" + report.Line(name) + "\" (added at " + report.Line(added) + ")"
}

// describe returns the name of a hook, and where it was added.
func describe(h *engine.Hook) (name, added string) {
	d := h.Details()
	if name = d.Name; name == "" {
		name = strings.TrimSuffix(frame(d.Entry+1).Function, "-fm") // of a method value
	}
	if name == "" {
		name = "a function"
	}
	return name, position(d.Place)
}

// position returns the file and line of a return address.
func position(pc uintptr) string {
	f := frame(pc)
	if f.File == "" {
		return "an unknown place"
	}
	return f.File + ":" + strconv.Itoa(f.Line)
}

// caller returns the position of the caller of the exported function.
func caller() string {
	var pc [1]uintptr
	runtime.Callers(3, pc[:]) // runtime.Callers, caller, the exported function
	return position(pc[0])
}

func frame(pc uintptr) runtime.Frame {
	f, _ := runtime.CallersFrames([]uintptr{pc}).Next()
	return f
}
