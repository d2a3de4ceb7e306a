// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package command

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// Only who looks at a terminal is told that a build takes long: elsewhere the output
// is that of the go command.
func TestIsTerminal(t *testing.T) {
	file, err := os.Create(filepath.Join(t.TempDir(), "file"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	defer w.Close()
	if isTerminal(file) || isTerminal(w) || isTerminal(new(bytes.Buffer)) {
		t.Error("a file, a pipe or a buffer is taken for a terminal")
	}
}
