// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package command

import (
	"io/fs"
	"os"
	"path/filepath"
)

// mainModule returns a folder in which the go command takes the module for the
// main module, and lets files be added to it: in the module cache it does not.
//
// It is the folder of the module itself, by way of a symbolic link to the module
// cache. So nothing is copied, the folder is always the same, which the build
// cache and equal programs need, and the names that a report has can be opened.
// Where there are no links, or no go.mod file, it is a copy.
func (s *store) mainModule(m *pinned, modcache string) (string, error) {
	if _, err := os.Stat(filepath.Join(m.Dir, "go.mod")); err == nil && below(m.Dir, modcache) {
		if link, err := s.link("mod", modcache); err == nil {
			rel, err := filepath.Rel(modcache, m.Dir)
			return filepath.Join(link, rel), err
		}
	}
	return s.copyModule(m)
}

// link returns a symbolic link to a folder, which it makes if it has to.
func (s *store) link(kind, to string) (string, error) {
	path := s.path(kind, to)
	s.use(path)
	if old, err := os.Readlink(path); err == nil && old == to {
		return path, nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return "", err
	}
	err := os.Symlink(to, path)
	if os.IsExist(err) {
		return path, nil // another command was quicker
	}
	return path, err
}

// copyModule copies a module, in one step.
func (s *store) copyModule(m *pinned) (string, error) {
	path := s.path("copies", m.Path+"@"+m.Version)
	s.use(path)
	if isDir(path) {
		return path, nil
	}
	dir, remove, err := s.tempDir()
	if err != nil {
		return "", err
	}
	defer remove()
	if err := copyTree(dir, m.Dir); err != nil {
		return "", err
	}
	data, err := os.ReadFile(m.GoMod)
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "go.mod"), data, 0o666)
	}
	if err == nil {
		err = s.move(dir, path)
	}
	return path, err
}

// modFile returns a copy of the module's go.mod file, which the go command can
// write to, and beside which it keeps what go.sum lacks.
func (s *store) modFile(m *pinned) (string, error) {
	path := s.path("gomod", m.Path+"@"+m.Version) + ".mod"
	s.use(path)
	s.use(path[:len(path)-len("mod")] + "sum")
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	data, err := os.ReadFile(m.GoMod)
	if err == nil {
		err = s.write(path, data)
	}
	if err != nil {
		return "", fail("", "writing to %s: %v", s.dir, cause(err))
	}
	return path, nil
}

// copyTree copies the regular files below a folder, writable.
func copyTree(to, from string) error {
	return filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, rel)
		if d.IsDir() {
			return os.MkdirAll(target, 0o777)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(target, data, 0o666)
	})
}
