// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package library

import (
	"embed"
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"strconv"
	"strings"
	_ "unsafe" // for go:linkname

	_ "github.com/exithook/exithook" // has the variable
)

// source is a variable of the library: the text that it was built from. So the
// command always carries the library that it is built with, and there is no
// second copy of it in the repository.
//
//go:linkname source github.com/exithook/exithook.source
var source embed.FS

// sources returns the files of the library, by slash-separated name: those of its
// root package and of all packages of the module that they import, on any system.
func sources() (map[string]string, error) {
	files := make(map[string]string)
	seen := map[string]bool{".": true}
	for dirs := []string{"."}; len(dirs) > 0; dirs = dirs[1:] {
		imports, err := collect(files, dirs[0])
		if err != nil {
			return nil, fmt.Errorf("the text of the library: %v", err)
		}
		for _, dir := range imports {
			if !seen[dir] {
				seen[dir] = true
				dirs = append(dirs, dir)
			}
		}
	}
	return files, nil
}

// collect adds the files of a package. It returns the folders of the library that
// they import.
func collect(files map[string]string, dir string) (imports []string, err error) {
	entries, err := fs.ReadDir(source, dir)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		if !isSource(e) {
			continue
		}
		text, err := fs.ReadFile(source, name)
		if err != nil {
			return nil, err
		}
		paths, err := importsOf(name, text)
		if err != nil {
			return nil, err
		}
		if paths["embed"] {
			continue // that is the variable: a copy has no use for it
		}
		files[name] = string(text)
		for p := range paths {
			if below, ok := strings.CutPrefix(p, Path+"/"); ok {
				imports = append(imports, below)
			}
		}
	}
	return imports, nil
}

func isSource(e fs.DirEntry) bool {
	return !e.IsDir() && path.Ext(e.Name()) == ".go" && !strings.HasSuffix(e.Name(), "_test.go")
}

func importsOf(name string, text []byte) (map[string]bool, error) {
	f, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ImportsOnly)
	if err != nil {
		return nil, err
	}
	paths := make(map[string]bool)
	for _, spec := range f.Imports {
		p, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, err
		}
		paths[p] = true
	}
	return paths, nil
}
