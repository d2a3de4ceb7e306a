// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package command

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"

	"github.com/exithook/exithook/cmd/exithook/internal/library"
)

// A goPackage is what go list says of a package.
type goPackage struct {
	ImportPath   string
	Dir          string
	Name         string
	Standard     bool
	TestGoFiles  []string
	XTestGoFiles []string
	Module       *struct {
		Path, Dir string
		Main      bool
	}
	Error *struct{ Err string }
}

// list runs go list, with those flags of the user's that select packages, and
// the user's own overlay.
func (t *tool) list(pkgs []string, flags ...string) ([]goPackage, error) {
	if flags == nil {
		flags = []string{"-find", listed}
	}
	args := slices.Concat([]string{"list", "-e"}, flags, t.args.selectingFlags())
	if t.args.overlay != "" {
		args = append(args, "-overlay="+t.args.overlay)
	}
	out, err := t.goOutput(append(append(args, "--"), pkgs...)...)
	if err != nil {
		return nil, err
	}
	var list []goPackage
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p goPackage
		if err := d.Decode(&p); err == io.EOF {
			return list, nil
		} else if err != nil {
			return nil, fail("", "go list: %v", err)
		}
		list = append(list, p)
	}
}

const listed = "-json=ImportPath,Dir,Name,Standard,Module,Error,TestGoFiles,XTestGoFiles"

// packages lists the packages of the command line, without looking at what they
// import: that is quick. It also returns whether the library is among the
// packages that they can import. If so, it is what they get, as it may be there
// already and there must be only one.
func (t *tool) packages() (list []goPackage, hasLibrary bool, err error) {
	pkgs := t.args.pkgs
	switch {
	case !t.mentioned():
		list, err = t.list(pkgs)
		return list, false, err
	case t.args.files(): // which cannot be listed together with packages
		library, err := t.list([]string{library.Path})
		if err != nil {
			return nil, false, err
		}
		list, err = t.list(pkgs)
		return list, isThere(library), err
	case len(pkgs) == 0:
		pkgs = []string{"."}
	}
	list, err = t.list(append(slices.Clone(pkgs), library.Path))
	isLibrary := func(p goPackage) bool { return p.ImportPath == library.Path }
	hasLibrary = isThere(list)
	if !slices.Contains(pkgs, library.Path) {
		list = slices.DeleteFunc(list, isLibrary)
	}
	return list, hasLibrary, err
}

// isThere reports whether the library is one of the packages.
func isThere(list []goPackage) bool {
	return slices.ContainsFunc(list, func(p goPackage) bool { return p.ImportPath == library.Path && p.Error == nil })
}

// withPackages returns the import paths of the packages of -with.
func (t *tool) withPackages() (paths []string, err error) {
	if t.args.with == nil {
		return nil, nil
	}
	list, err := t.list(t.args.with)
	if err != nil {
		return nil, err
	}
	for _, p := range list {
		switch {
		case p.Error != nil:
			return nil, fail("", "-with %s: %s", p.ImportPath, strings.TrimSpace(p.Error.Err))
		case p.Name == "main":
			return nil, fail("", "-with %s: a main package cannot be imported", p.ImportPath)
		}
		paths = append(paths, p.ImportPath)
	}
	if len(list) == 0 {
		return nil, fail("", "-with %s: no packages", strings.Join(t.args.with, " -with "))
	}
	return paths, nil
}

// mentioned reports whether the library can be among the dependencies at all:
// it is mentioned by a file that says what they are.
func (t *tool) mentioned() bool {
	for _, file := range t.moduleFiles() {
		data, err := os.ReadFile(file)
		if err == nil && bytes.Contains(data, []byte(library.Path)) {
			return true
		}
	}
	return false
}

// moduleFiles returns the files of the main modules that list dependencies.
func (t *tool) moduleFiles() []string {
	if t.goTool.GOWORK == "" || t.goTool.GOWORK == "off" {
		file := t.goTool.GOMOD
		if other, given := t.flag("modfile"); given {
			file = t.abs(other)
		}
		return []string{file, strings.TrimSuffix(file, ".mod") + ".sum"}
	}
	files := []string{t.goTool.GOWORK, t.goTool.GOWORK + ".sum"}
	data, err := os.ReadFile(t.goTool.GOWORK)
	if err != nil {
		return files
	}
	work, err := modfile.ParseWork(t.goTool.GOWORK, data, nil)
	if err != nil {
		return files
	}
	for _, use := range work.Use {
		dir := filepath.FromSlash(use.Path)
		if !filepath.IsAbs(dir) {
			dir = filepath.Join(filepath.Dir(t.goTool.GOWORK), dir)
		}
		files = append(files, filepath.Join(dir, "go.mod"), filepath.Join(dir, "go.sum"))
	}
	return files
}
