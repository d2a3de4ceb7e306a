// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package report

import (
	"path"
	"strconv"
)

// Summarize sets the Summary, which says the rest in a few words.
func (e *End) Summarize() {
	e.Summary = "exit with a code that is not 0, but not known exactly"
	if e.CodeKnown {
		e.Summary = "exit " + strconv.Itoa(e.Code)
	}
	switch {
	case e.Signal != "":
		e.Summary += ", signal: " + Line(e.Signal)
	case e.Via != "":
		e.Summary += ", " + Line(e.Via) + " at " + Line(Place(e.File, e.Line))
	case e.Cause == "return":
		e.Summary += ", return of main"
	case e.Cause == "Goexit":
		e.Summary += ", main called runtime.Goexit"
	}
	if e.Panic != "" {
		e.Summary += ": " + Indented(e.Panic)
	}
}

// Place returns a file without its folder, and the line.
func Place(file string, line int) string {
	if file == "" {
		return "an unknown place"
	}
	return path.Base(file) + ":" + strconv.Itoa(line)
}
