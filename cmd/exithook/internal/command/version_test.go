// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package command

import (
	"os"
	"path/filepath"
	"testing"
)

// What the go command says when another one takes over is kept in the go.mod file.
func TestNoteSwitch(t *testing.T) {
	const mod = "module exithook.invalid\n\ngo 1.26.0\n"
	for says, want := range map[string]string{
		"": mod,
		"go: downloading example.com/new v1.0.0\n": mod,
		"go: example.com/new@v1.0.0 requires go >= 1.26.0; switching to go1.26.11\ngo: downloading go1.26.11 (linux/amd64)\n":              mod + "\ntoolchain go1.26.11\n",
		"go: downloading x v1\ngo: example.com/new@v1.0.0 requires go >= 1.26.0 (running go 1.25.11; GOTOOLCHAIN=local)\ngo: upgraded x\n": mod,
	} {
		file := filepath.Join(t.TempDir(), "go.mod")
		if err := os.WriteFile(file, []byte(mod), 0o666); err != nil {
			t.Fatal(err)
		}
		if err := noteSwitch(file, []byte(says)); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(file)
		if err != nil || string(got) != want {
			t.Errorf("%q: got %q, %v, want %q", says, got, err, want)
		}
	}
}
