// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package library

import (
	"go/parser"
	"go/token"
	"os/exec"
	"strings"
	"testing"
)

// The archive is what is in the library's module.
func TestArchiveIsCurrent(t *testing.T) {
	root, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", Path).Output()
	if err != nil {
		t.Fatal(err)
	}
	want, err := Archive(strings.TrimSpace(string(root)))
	if err != nil {
		t.Fatal(err)
	}
	if string(archive) != string(want) {
		t.Error("library.txtar is out of date: run \"go generate ./...\"")
	}
}

// No file of the copy refers to the library itself, and each has the constraint.
func TestCopy(t *testing.T) {
	for name, text := range Copy("example.com/app/_exithook") {
		if _, err := parser.ParseFile(token.NewFileSet(), name, text, 0); err != nil {
			t.Error(err)
		}
		if strings.Contains(text, "\""+Path) {
			t.Errorf("%s refers to %s", name, Path)
		}
		if strings.Count(text, "//go:build go1.25") != 1 {
			t.Errorf("%s has not one constraint with go1.25", name)
		}
	}
}

func TestConstrain(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"package p\n", "//go:build go1.25\n\npackage p\n"},
		{"// c\n\n//go:build a || b\n\npackage p\n", "// c\n\n//go:build go1.25 && (a || b)\n\npackage p\n"},
	} {
		if got := constrain(test.text); got != test.want {
			t.Errorf("constrain(%q) = %q, want %q", test.text, got, test.want)
		}
	}
}
