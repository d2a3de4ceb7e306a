// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package library

import (
	"go/parser"
	"go/token"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

// The copy is what the go command compiles for the root package and what that
// imports, on every system, and nothing else.
func TestCopyIsTheLibrary(t *testing.T) {
	files, err := sources()
	if err != nil {
		t.Fatal(err)
	}
	for _, goos := range []string{"linux", "darwin", "windows", "js", "plan9"} {
		for _, name := range compiled(t, goos) {
			if _, ok := files[name]; !ok && name != "source.go" {
				t.Errorf("%s: %s is not in the copy", goos, name)
			}
		}
	}
	for name := range files {
		if strings.HasSuffix(name, "_test.go") || path.Dir(name) == "internal/script" || name == "source.go" {
			t.Errorf("%s is in the copy", name)
		}
	}
}

// compiled lists the files of the library, relative to its module.
func compiled(t *testing.T, goos string) (files []string) {
	cmd := exec.Command("go", "list", "-deps", "-f", `{{with .Module}}{{$root := .Dir}}{{range $.GoFiles}}{{$root}} {{$.Dir}} {{.}}
{{end}}{{end}}`, Path)
	cmd.Env = append(cmd.Environ(), "GOOS="+goos, "CGO_ENABLED=0")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		f := strings.Fields(line)
		if len(f) != 3 {
			continue
		}
		dir, err := filepath.Rel(f[0], f[1])
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, path.Join(filepath.ToSlash(dir), f[2]))
	}
	if len(files) < 10 {
		t.Fatalf("go list has few files for %s: %q", goos, files)
	}
	return files
}

// No file of the copy refers to the library itself, and each has the constraint.
func TestCopy(t *testing.T) {
	files, err := Copy("example.com/app/_exithook")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
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
