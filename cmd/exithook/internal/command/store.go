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
type store struct{ dir string }

// openStore opens the one below the user's cache folder.
func openStore() (*store, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return nil, fail("", "%v", err)
	}
	return &store{filepath.Join(dir, "exithook")}, nil
}

// put returns the path of the file with the content.
func (s *store) put(ext string, content []byte) (path string, err error) {
	sum := sha256.Sum256(content)
	path = filepath.Join(s.dir, hex.EncodeToString(sum[:16])+ext)
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
	if err := os.MkdirAll(s.dir, 0o777); err != nil {
		return err
	}
	f, err := os.CreateTemp(s.dir, "new-")
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err2 := f.Close(); err == nil {
		err = err2
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
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
