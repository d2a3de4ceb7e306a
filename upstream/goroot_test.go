// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package upstream

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

// A toolchain is a Go toolchain, or a tree of links to one in which some files are
// others.
type toolchain struct {
	goroot, version string
}

// newToolchain finds the toolchain that the go command takes if GOTOOLCHAIN is
// name, or the one of this machine if name is empty.
func newToolchain(t *testing.T, name string) toolchain {
	t.Helper()
	cmd := exec.Command("go", "env", "GOROOT", "GOVERSION")
	cmd.Env = cmd.Environ()
	if name != "" {
		cmd.Env = append(cmd.Env, "GOTOOLCHAIN="+name)
	}
	out, err := cmd.Output()
	goroot, version, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	if err != nil || version == "" {
		t.Fatalf("%v: %v\n%s", cmd, err, out)
	}
	return toolchain{goroot, version}
}

// with returns a tree that has the files of the toolchain, but for those that are
// given. Folders down to these are real, everything else is a link.
func (c toolchain) with(t *testing.T, files map[string]string) toolchain {
	t.Helper()
	tree := toolchain{t.TempDir(), c.version}
	made := map[string]bool{}
	if err := linkFolder(tree.goroot, c.goroot, ".", made); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		if err := linkFolder(tree.goroot, c.goroot, path.Dir(name), made); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(tree.goroot, name)
		if err := os.Remove(file); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return tree
}

// linkFolder makes a folder of the tree real, with a link to each entry that it has
// in GOROOT, and before that the folders that it is in.
func linkFolder(tree, goroot, dir string, made map[string]bool) error {
	if made[dir] {
		return nil
	}
	made[dir] = true
	if dir != "." {
		if err := linkFolder(tree, goroot, path.Dir(dir), made); err != nil {
			return err
		}
		if err := os.Remove(filepath.Join(tree, dir)); err != nil && !os.IsNotExist(err) {
			return err
		}
		if err := os.Mkdir(filepath.Join(tree, dir), 0o777); err != nil {
			return err
		}
	}
	entries, err := os.ReadDir(filepath.Join(goroot, dir))
	if err != nil && !os.IsNotExist(err) {
		return err
	}
	for _, e := range entries {
		if err := os.Symlink(filepath.Join(goroot, dir, e.Name()), filepath.Join(tree, dir, e.Name())); err != nil {
			return err
		}
	}
	return nil
}

func (c toolchain) src() string { return filepath.Join(c.goroot, "src") }

// run runs the go command of the toolchain in a folder, and returns its standard
// output, also if there is an error.
func (c toolchain) run(dir string, args ...string) ([]byte, error) {
	cmd := exec.Command(filepath.Join(c.goroot, "bin", "go"), args...)
	cmd.Dir = dir
	cmd.Env = append(cmd.Environ(), "GOROOT="+c.goroot, "GOTOOLCHAIN=local", "GOFLAGS=", "EXITHOOK_UPSTREAM=")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		err = fmt.Errorf("go %s, with %s: %w\n%s", strings.Join(args, " "), c.version, err, &stderr)
	}
	return out, err
}

// build builds the program in a folder of the tree's src.
func (c toolchain) build(t *testing.T, dir string, flags ...string) (exe string) {
	t.Helper()
	exe = filepath.Join(t.TempDir(), "prog.exe")
	args := append(append([]string{"build", "-o", exe}, flags...), ".")
	if _, err := c.run(filepath.Join(c.src(), dir), args...); err != nil {
		t.Fatal(err)
	}
	return exe
}
