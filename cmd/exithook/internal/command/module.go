// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package command

import (
	"os"
	"path/filepath"

	"golang.org/x/mod/modfile"
)

// home returns the module that gets the library for package p.
func (t *tool) home(o *overlay, p goPackage) (path, dir string, err error) {
	if p.Module != nil && p.Module.Dir != "" && !below(p.Module.Dir, t.goTool.GOMODCACHE) {
		return p.Module.Path, p.Module.Dir, nil
	}
	file := t.goTool.GOMOD
	if file == os.DevNull {
		file, err = t.firstUse()
		if err != nil {
			return "", "", err
		}
	}
	data, err := o.read(file)
	if err != nil {
		return "", "", fail("", "%v", err)
	}
	path = modfile.ModulePath(data)
	if path == "" {
		return "", "", fail("", "%s: no module path", file)
	}
	return path, filepath.Dir(file), nil
}

// firstUse returns the go.mod file of the first module of the workspace.
func (t *tool) firstUse() (string, error) {
	for _, file := range t.moduleFiles() {
		if filepath.Base(file) == "go.mod" {
			return file, nil
		}
	}
	return "", fail("run it in a module", "no main module")
}
