// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// modelModes are the modes of Go's own test program: what its test expects,
// and the status.
var modelModes = []struct {
	mode     string
	expected string // the whole output, with spaces in the place of newlines
	musthave []string
	ending   string
}{
	{mode: "simple", expected: "bar foo", ending: "status 0"},
	{mode: "goodexit", expected: "orange apple", ending: "status 0"},
	{mode: "badexit", expected: "blub blix", ending: "status 1"},
	{mode: "panics", musthave: []string{"fatal error: exit hook invoked panic", "main.testPanics"}, ending: "status 2"},
	{mode: "callsexit", musthave: []string{"fatal error: exit hook invoked exit"}, ending: "status 2"},
	{mode: "exit2", expected: "", ending: "status 0"},
}

func TestModel(t *testing.T) {
	conform(t, 1, func(t *testing.T, b *build) {
		exe := b.modelProgram(t)
		for _, m := range modelModes {
			r := run{build: b, exe: exe, args: []string{"-mode", m.mode}, merged: true}.do(t)
			outs := strings.TrimSpace(strings.ReplaceAll(r.stdout, "\n", " "))
			if r.ending() != m.ending || m.musthave == nil && outs != m.expected {
				t.Errorf("%s: want %s, %q; got %v", m.mode, m.ending, m.expected, r)
			}
			for _, need := range m.musthave {
				if !strings.Contains(outs, need) {
					t.Errorf("%s: no %q in: %v", m.mode, need, r)
				}
			}
		}
		b.modelOrder(t, exe)
	})
}

// modelOrder checks what Go's test does not: that the other hooks run.
func (b *build) modelOrder(t *testing.T, exe string) {
	t.Helper()
	for _, mode := range []string{"panics", "callsexit"} {
		r := run{build: b, exe: exe, args: []string{"-mode", mode}, merged: true}.do(t)
		before, _, _ := strings.Cut(r.stdout, "fatal error: ")
		if !strings.HasPrefix(before, "good\nexithook: hook ") || !strings.HasSuffix(before, "\n\nok\n") {
			t.Errorf("%s: %s", mode, before)
		}
	}
}

// TestModelUncovered has the same programs without the link: no hook runs.
func TestModelUncovered(t *testing.T) {
	t.Parallel()
	for _, b := range chosen(nolink, nolinkRace) {
		exe := b.modelProgram(t)
		for mode, ending := range map[string]string{
			"simple": "status 0", "goodexit": "status 0", "badexit": "status 1",
			"panics": "status 0", "callsexit": "status 1", "exit2": "status 0",
		} {
			run{build: b, exe: exe, args: []string{"-mode", mode}}.do(t).want(t, ending, "", "")
		}
	}
}

const (
	modelImport = `"internal/runtime/exithook"`
	ownImport   = `"github.com/exithook/exithook"`
)

// modelProgram builds Go's own test program with only the import path replaced.
func (b *build) modelProgram(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(goroot("runtime/testdata/testexithooks/testexithooks.go"))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Count(string(text), modelImport) != 1 {
		t.Fatalf("Go's test program does not import %s once", modelImport)
	}
	dir := module(t, map[string]string{"main.go": strings.Replace(string(text), modelImport, ownImport, 1)})
	exe := filepath.Join(dir, "testexithooks.exe")
	b.goIn(t, dir, "build", "-o", exe, ".")
	return exe
}
