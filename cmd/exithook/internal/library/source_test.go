// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package library

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A program that imports the library does not carry its text. This one does.
func TestSourceIsNotLinked(t *testing.T) {
	root, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", Path).Output()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write(t, filepath.Join(dir, "go.mod"), "module example.com/app\n\ngo 1.25\n\nrequire "+Path+" v0.0.0\n\nreplace "+Path+" => "+strings.TrimSpace(string(root))+"\n")
	write(t, filepath.Join(dir, "main.go"), "package main\n\nimport \""+Path+"\"\n\nfunc main() { exithook.Exit(0) }\n")
	cmd := exec.Command("go", "build", "-o", "program", ".")
	cmd.Dir = dir
	cmd.Env = append(cmd.Environ(), "GOWORK=off", "GOFLAGS=")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if !carries(t, self) {
		t.Error("the test binary does not have the text of the library")
	}
	if carries(t, filepath.Join(dir, "program")) {
		t.Error("a program that imports the library has its text")
	}
}

func carries(t *testing.T, file string) bool {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Contains(data, []byte("\npackage "+"exithook\n"))
}

func write(t *testing.T, file, text string) {
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}
