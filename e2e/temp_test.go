// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// module makes a module of its own out of files, which uses this copy of
// exithook, and returns its folder.
func module(t testing.TB, files map[string]string) string {
	t.Helper()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	files["go.mod"] = "module example.com/m\n\ngo 1.25\n\nrequire github.com/exithook/exithook v0.0.0\n\n" +
		"replace github.com/exithook/exithook => " + root + "\n"
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// goIn runs the go command, or the exithook command in its place, in a module made
// by module, with the flags of the build, and fails the test if the command fails.
func (b *build) goIn(t testing.TB, dir, command string, args ...string) {
	t.Helper()
	name, err := b.command()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(name, slices.Concat([]string{command}, b.flags, args)...)
	cmd.Dir = dir
	cmd.Env = append(cmd.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off", "GOPROXY=off")
	if b.foreign != nil {
		cmd.Env = b.foreign.environ(cmd.Env)
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go %s: %v\n%s", command, err, out)
	}
}

// goroot returns the path of a file of Go's standard library.
func goroot(name string) string {
	out, _ := exec.Command("go", "env", "GOROOT").Output()
	return filepath.Join(strings.TrimSpace(string(out)), "src", filepath.FromSlash(name))
}
