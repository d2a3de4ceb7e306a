// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package library

import (
	"path/filepath"
	"strings"
)

// RuntimeFile is the file of the runtime that has the seam for panics, relative
// to GOROOT. It is the counterpart of internal/link/link.go.
var RuntimeFile = filepath.Join("src", "runtime", "panic.go")

// The seam is one call, at the end of gopanic, where no deferred function has
// recovered the panic. The runtime is about to call the Error and String methods
// of the panic's value there, so code of the program may run. The call is put on
// the line of another, and the variables at the end of the file: no line gets
// another number.
const (
	crashes = "\n\tpreprintpanics(&p)\n\n\tfatalpanic(&p)"
	seam    = "\n\tif exithookPanic != nil { exithookPanic(p.arg) }; preprintpanics(&p)\n\n\tfatalpanic(&p)"

	seamVars = `
// exithookPanics tells the exithook library that exithookPanic is called.
//
//go:linkname exithookPanics
var exithookPanics = true

// exithookPanic is defined by the exithook library.
//
//go:linkname exithookPanic
var exithookPanic func(any)
`
)

// PatchRuntime returns RuntimeFile with the seam. It reports false if the text is
// not as expected. A file that has the seam already is.
func PatchRuntime(text string) (patched string, ok bool) {
	if strings.Contains(text, seam) && strings.HasSuffix(text, seamVars) {
		return text, true
	}
	if strings.Count(text, crashes) != 1 || strings.Contains(text, "exithook") {
		return "", false
	}
	return strings.Replace(text, crashes, seam, 1) + seamVars, true
}
