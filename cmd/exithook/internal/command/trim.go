// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package command

import (
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// The cache is trimmed as the go command trims its own: once a day, of what was
// not used for a while. The time of an entry's last use is its modification time,
// and need not be exact. What "exithook env" has printed can be in use without this
// command, so the while is longer than the five days of the go command.
const (
	trimEvery   = 24 * time.Hour
	trimAfter   = 30 * 24 * time.Hour
	exactEnough = time.Hour
)

// use notes that an entry is used, if it exists.
func (s *store) use(path string) {
	fi, err := os.Lstat(path)
	if now := time.Now(); err == nil && fi.Mode().Type() != fs.ModeSymlink && now.Sub(fi.ModTime()) > exactEnough {
		os.Chtimes(path, now, now)
	}
}

// trim removes what was not used for long. Errors are ignored: what cannot be
// removed now can be later.
func (s *store) trim() {
	mark, now := filepath.Join(s.dir, "trimmed"), time.Now()
	fi, err := os.Stat(mark)
	if err == nil && now.Sub(fi.ModTime()) < trimEvery || !isDir(s.dir) {
		return
	}
	entries, _ := filepath.Glob(filepath.Join(s.dir, "*", "*"))
	for _, path := range entries {
		fi, err := os.Lstat(path)
		if err == nil && fi.Mode().Type() != fs.ModeSymlink && now.Sub(fi.ModTime()) > trimAfter {
			removeAll(path)
		}
	}
	os.WriteFile(mark, nil, 0o666)
}

// clean is exithook clean.
func (t *tool) clean() error {
	s, err := openStore()
	if err != nil {
		return err
	}
	if err := removeAll(s.dir); err != nil {
		return fail("", "removing %s: %v", s.dir, cause(err))
	}
	return nil
}
