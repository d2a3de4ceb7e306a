// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package command

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
)

// A store keeps files under names that follow from what is in them. So the go
// command finds the same build in its cache when it is given the same files,
// and several commands can write at once.
//
// It has a folder for each kind of entry, and each entry there is a file, a folder
// or a symbolic link with a name of its own.
type store struct{ dir string }

// openStore opens the one below the user's cache folder.
func openStore() (*store, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return nil, fail("", "%v", err)
	}
	s := &store{filepath.Join(dir, "exithook")}
	s.trim()
	return s, nil
}

// path returns the path of an entry of a kind, which the key decides.
func (s *store) path(kind, key string) string {
	sum := sha256.Sum256([]byte(key))
	return filepath.Join(s.dir, kind, hex.EncodeToString(sum[:16]))
}

// put returns the path of the file with the content.
func (s *store) put(ext string, content []byte) (path string, err error) {
	path = s.path("overlay", string(content)) + ext
	s.use(path)
	if have, err := os.ReadFile(path); err == nil && bytes.Equal(have, content) {
		return path, nil
	}
	if err := s.write(path, content); err != nil {
		return "", fail("", "writing to %s: %v", s.dir, cause(err))
	}
	return path, nil
}

// write writes a file in one step: nobody sees half of it.
func (s *store) write(path string, content []byte) error {
	tmp, err := s.tmp()
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(tmp, "new-")
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err2 := f.Close(); err == nil {
		err = err2
	}
	if err == nil {
		err = s.move(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}

// tmp returns the folder for what is not complete yet.
func (s *store) tmp() (string, error) {
	dir := filepath.Join(s.dir, "tmp")
	return dir, os.MkdirAll(dir, 0o777)
}

// tempDir makes a folder that can be moved to where it belongs in the store.
func (s *store) tempDir() (dir string, remove func(), err error) {
	tmp, err := s.tmp()
	if err != nil {
		return "", nil, err
	}
	return tempDir(tmp)
}

// move gives a file or a folder its name. It is no error if another command was
// quicker.
func (s *store) move(from, to string) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o777); err != nil {
		return err
	}
	err := os.Rename(from, to)
	if err != nil && isDir(to) {
		return nil
	}
	return err
}

// cause returns what went wrong without the name of the file.
func cause(err error) error {
	if e, ok := err.(*os.PathError); ok {
		return e.Err
	}
	return err
}
