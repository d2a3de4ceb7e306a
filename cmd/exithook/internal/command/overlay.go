// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package command

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
)

// An overlay is the set of files that a build sees instead of others, or in addition
// to them.
type overlay struct {
	Replace map[string]string // path: file to read instead
	store   *store
}

// newOverlay returns an overlay with what is in that of the user, if there is one.
func (t *tool) newOverlay() (*overlay, error) {
	s, err := openStore()
	if err != nil {
		return nil, err
	}
	o := &overlay{make(map[string]string), s}
	if t.args.overlay == "" {
		return o, nil
	}
	data, err := os.ReadFile(t.abs(t.args.overlay))
	var users struct{ Replace map[string]string }
	if err == nil {
		err = json.Unmarshal(data, &users)
	}
	if err != nil {
		return nil, fail("", "-overlay %s: %v", t.args.overlay, cause(err))
	}
	for path, file := range users.Replace {
		if file != "" {
			file = t.abs(file)
		}
		o.Replace[t.abs(path)] = file
	}
	return o, nil
}

// abs returns the path as the go command sees it.
func (t *tool) abs(path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	path, _ = filepath.Abs(filepath.Join(t.dir, path))
	return path
}

// read returns a file as the build sees it.
func (o *overlay) read(path string) ([]byte, error) {
	if file, ok := o.Replace[path]; ok {
		path = file
	}
	return os.ReadFile(path)
}

// add puts a file at path.
func (o *overlay) add(path, content string) error {
	file, err := o.store.put(filepath.Ext(path), []byte(content))
	o.Replace[path] = file
	return err
}

// addAll puts files into a folder.
func (o *overlay) addAll(dir string, files map[string]string) error {
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := o.add(filepath.Join(dir, filepath.FromSlash(name)), files[name]); err != nil {
			return err
		}
	}
	return nil
}

// free returns a name in dir that nothing has: stem+ext, or with a number
// between the two.
func (o *overlay) free(dir, stem, ext string) string {
	for i := 0; ; i++ {
		path := filepath.Join(dir, stem+ext)
		if i > 0 {
			path = filepath.Join(dir, stem+strconv.Itoa(i)+ext)
		}
		_, err := os.Lstat(path)
		if _, taken := o.Replace[path]; !taken && os.IsNotExist(err) {
			return path
		}
	}
}

// save writes the overlay and returns the name of the file, for -overlay.
func (o *overlay) save() (string, error) {
	data, err := json.MarshalIndent(map[string]any{"Replace": o.Replace}, "", "\t")
	if err != nil {
		return "", err
	}
	return o.store.put(".json", append(data, '\n'))
}
