// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// timestamp is what log puts in front of a line.
var timestamp = regexp.MustCompile(`(?m)^\d{4}/\d\d/\d\d \d\d:\d\d:\d\d `)

// TestReadme checks that the session in the README is what happens.
func TestReadme(t *testing.T) {
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	program, session := block(t, string(text), "go"), block(t, string(text), "console")
	cmd := exec.Command(link.source(t, "main", program))
	cmd.Dir, cmd.Env = t.TempDir(), clean(os.Environ())
	output, err := cmd.CombinedOutput()
	if err == nil {
		t.Fatal("the program ended with status 0")
	}
	written, err2 := os.ReadFile(filepath.Join(cmd.Dir, "out.txt"))
	if err2 != nil {
		t.Fatal(err2)
	}
	got := "$ go run .\n" + string(output) + err.Error() + "\n$ cat out.txt\n" + string(written)
	if got, want := timestamp.ReplaceAllString(got, ""), timestamp.ReplaceAllString(session, ""); got != want {
		t.Errorf("the README has\n%s\nbut what happens is\n%s", want, got)
	}
}

// block returns the first block of the given language.
func block(t *testing.T, text, language string) string {
	t.Helper()
	_, text, ok := strings.Cut(text, "\n```"+language+"\n")
	if !ok {
		t.Fatalf("the README has no block of %s", language)
	}
	text, _, _ = strings.Cut(text, "\n```\n")
	return text + "\n"
}
