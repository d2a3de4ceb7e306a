// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package command

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/exithook/exithook/cmd/exithook/internal/library"
)

// patchRuntime makes the runtime of a build call the library for every panic
// that nothing recovers.
func (t *tool) patchRuntime(o *overlay) error {
	if compiler, _ := t.flag("compiler"); compiler == "gccgo" {
		return nil // it has another runtime
	}
	if err := t.leaveModuleCache(o.store); err != nil {
		return err
	}
	path := filepath.Join(t.goTool.GOROOT, library.RuntimeFile)
	source, err := o.read(path)
	if err != nil {
		return fail("", "reading the runtime: %v", err)
	}
	text, ok := library.PatchRuntime(string(source))
	if !ok {
		return fail("use Go 1.25 to 1.27 as it was released", "%s is not as expected, so panics would not run the hooks", path)
	}
	return o.add(path, text)
}

// leaveModuleCache makes the go command use a GOROOT outside of the module
// cache, where it lets nothing be replaced: a tree of symbolic links, which
// stays in the command's cache.
func (t *tool) leaveModuleCache(s *store) error {
	g := &t.goTool
	if !below(g.GOROOT, g.GOMODCACHE) {
		return nil
	}
	sum := sha256.Sum256([]byte(g.GOROOT))
	tree := filepath.Join(s.dir, "goroot", g.GOVERSION+"-"+hex.EncodeToString(sum[:8]))
	s.use(tree)
	if _, err := os.Stat(filepath.Join(tree, library.RuntimeFile)); err != nil {
		if err := s.linkTree(tree, g.GOROOT); err != nil {
			return fail("use a Go toolchain that is installed elsewhere, with GOTOOLCHAIN=local",
				"%s is in the module cache, where the runtime cannot be replaced, and linking it to %s: %v", g.GOVERSION, s.dir, cause(err))
		}
	}
	g.command = filepath.Join(tree, "bin", "go"+hostExe(g))
	g.GOROOT = tree
	return nil
}

func hostExe(g *toolchain) string {
	if g.GOHOSTOS == "windows" {
		return ".exe"
	}
	return ""
}

// linkTree makes a tree, in one step, that has the same files as GOROOT. The
// folders down to that of the runtime are real, as the go command takes the
// overlay's paths by name. All others are links, because it does not embed files
// that are links themselves.
func (s *store) linkTree(tree, goroot string) error {
	dir, remove, err := s.tempDir()
	if err != nil {
		return err
	}
	defer remove()
	for _, real := range []string{".", "src", filepath.Dir(library.RuntimeFile)} {
		if err := linkFolder(filepath.Join(dir, real), filepath.Join(goroot, real)); err != nil {
			return err
		}
	}
	return s.move(dir, tree)
}

// linkFolder makes a folder with a link to each entry of another. If it is a
// link itself, it becomes a folder.
func linkFolder(dir, to string) error {
	entries, err := os.ReadDir(to)
	if err != nil {
		return err
	}
	if fi, err := os.Lstat(dir); err == nil && fi.Mode().Type() == fs.ModeSymlink {
		if err := os.Remove(dir); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	for _, e := range entries {
		if err := os.Symlink(filepath.Join(to, e.Name()), filepath.Join(dir, e.Name())); err != nil {
			return err
		}
	}
	return nil
}
