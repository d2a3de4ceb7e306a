// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestVetFindsCopies checks that vet reports a Registration that is copied.
func TestVetFindsCopies(t *testing.T) {
	t.Parallel()
	const program = `package main

import "github.com/exithook/exithook"

func main() {
	r := exithook.Defer(func() {})
	copied := *r
	copied.Stop()
}
`
	file := filepath.Join(t.TempDir(), "main.go")
	if err := os.WriteFile(file, []byte(program), 0o666); err != nil {
		t.Fatal(err)
	}
	const want = "main.go:7:12: assignment copies lock value to copied: github.com/exithook/exithook.Registration contains github.com/exithook/exithook/internal/engine.noCopy"
	if out, err := exec.Command("go", "vet", file).CombinedOutput(); err == nil || !strings.Contains(string(out), want) {
		t.Errorf("vet says %v\n%s", err, out)
	}
}
