// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package library

import (
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func runtimeSource(t *testing.T) string {
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(goroot)), RuntimeFile))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// The seam is one changed line, and what comes after the last.
func TestPatchRuntime(t *testing.T) {
	source := runtimeSource(t)
	patched, ok := PatchRuntime(source)
	if !ok {
		t.Fatal("the runtime of this toolchain is not as expected")
	}
	if _, err := parser.ParseFile(token.NewFileSet(), RuntimeFile, patched, 0); err != nil {
		t.Error(err)
	}
	before, after := strings.Split(source, "\n"), strings.Split(patched, "\n")
	var changed []string
	for i, line := range before[:len(before)-1] { // the last is empty
		if after[i] != line {
			changed = append(changed, after[i])
		}
	}
	if want := strings.Split(seam, "\n")[1]; len(changed) != 1 || changed[0] != want {
		t.Errorf("changed are %q, want %q", changed, want)
	}
	if again, ok := PatchRuntime(patched); again != patched || !ok {
		t.Error("a file that has the seam is not taken as it is")
	}
}

func TestPatchRuntimeRefuses(t *testing.T) {
	source := runtimeSource(t)
	patched, _ := PatchRuntime(source)
	for name, text := range map[string]string{
		"empty":             "",
		"no such line":      strings.Replace(source, "\tpreprintpanics(&p)\n", "", 1),
		"two such lines":    source + crashes,
		"another call":      strings.Replace(source, "fatalpanic(&p)", "fatalpanic(&q)", 1),
		"half of the seam":  strings.TrimSuffix(patched, seamVars),
		"others' variables": source + "\nvar exithookPanic int\n",
	} {
		if _, ok := PatchRuntime(text); ok {
			t.Errorf("%s: taken", name)
		}
	}
}
