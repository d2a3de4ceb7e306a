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

// TestEnds checks that each row of the table of ends names tests, and that there
// are such tests.
func TestEnds(t *testing.T) {
	text, err := os.ReadFile("../docs/ends.md")
	if err != nil {
		t.Fatal(err)
	}
	tests := declaredTests(t)
	rows := regexp.MustCompile(`(?m)^\|.*\|$`).FindAllString(string(text), -1)
	if len(rows) < 25 {
		t.Fatalf("%d rows", len(rows))
	}
	name := regexp.MustCompile("`(Test[A-Za-z0-9]+|[a-z_]+\\.txtar)`")
	for _, row := range rows[2:] {
		columns := strings.Split(row, " | ")
		shown := name.FindAllStringSubmatch(columns[len(columns)-1], -1)
		if len(columns) != 6 || len(shown) == 0 {
			t.Errorf("no test, or another number of columns than 6: %s", row)
		}
	}
	for _, match := range name.FindAllStringSubmatch(string(text), -1) {
		if !tests[match[1]] {
			t.Errorf("there is no %s", match[1])
		}
	}
}

// declaredTests returns the names of the test functions and scripts.
func declaredTests(t *testing.T) map[string]bool {
	tests := map[string]bool{}
	declaration := regexp.MustCompile(`(?m)^func (Test[A-Za-z0-9]+)\(`)
	for _, pattern := range []string{"*_test.go", "*/*_test.go", "../cmd/exithook/testdata/script/*.txtar"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v, %v", pattern, files, err)
		}
		for _, file := range files {
			tests[filepath.Base(file)] = true
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, match := range declaration.FindAllStringSubmatch(string(text), -1) {
				tests[match[1]] = true
			}
		}
	}
	return tests
}
