// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Package library has the sources of the exithook library, to be put into
// programs that do not import it.
package library

import (
	"embed"
	"go/build/constraint"
	"strings"
)

// Path is the import path of the library.
const Path = "github.com/exithook/exithook"

//go:embed testexit
var testexit embed.FS

// TestMain is the new name of a TestMain that TestFiles comes before.
const TestMain = "exithook_TestMain"

// Copy returns the files of the library, by slash-separated name, for use as a
// package of another import path. They are for Go 1.25 whatever the version in
// the go.mod file of that module, and without assembly: the assembler must run in
// the folder of the package, which need not exist.
func Copy(importPath string) (map[string]string, error) {
	files, err := sources()
	for name, text := range files {
		files[name] = adapt(strings.ReplaceAll(text, noAssembly, version), importPath)
	}
	return files, err
}

// TestFiles returns the files that are added to the tests of a package, to say
// who ended them. hasLibrary tells that the test binary has the library,
// hasTestMain that there is a TestMain, which has been renamed.
func TestFiles(name string, hasLibrary, hasTestMain bool) map[string]string {
	parts := []string{"tell", "seam"}
	if hasLibrary {
		parts[1] = "library"
	}
	if hasTestMain {
		parts = append(parts, "main")
	}
	files := make(map[string]string)
	for _, part := range parts {
		text, err := testexit.ReadFile("testexit/" + part + ".go.txt")
		if err != nil {
			panic(err) // not reached: they are embedded
		}
		files["zz_exithook_"+part+"_test.go"] = strings.Replace(string(text), "package PACKAGE", "package "+name, 1)
	}
	return files
}

// version is a build tag that all supported versions of Go set, and noAssembly
// one that keeps the library from using assembly.
const (
	version    = "go1.25"
	noAssembly = "exithook_noasm"
)

// adapt gives the file its new imports and a build constraint.
func adapt(text, importPath string) string {
	text = strings.ReplaceAll(text, "\""+Path+"\"", "\""+importPath+"\"")
	text = strings.ReplaceAll(text, "\""+Path+"/", "\""+importPath+"/")
	return constrain(text)
}

// constrain makes go1.25 a part of the build constraint of a file. That keeps
// an older version in go.mod from being the language version of the file.
func constrain(text string) string {
	before, rest, found := strings.Cut(text, "\n//go:build ")
	if !found {
		return "//go:build " + version + "\n\n" + text
	}
	line, after, _ := strings.Cut(rest, "\n")
	if expr, err := constraint.Parse("//go:build " + line); err == nil {
		line = (&constraint.AndExpr{X: &constraint.TagExpr{Tag: version}, Y: expr}).String()
	}
	return before + "\n//go:build " + line + "\n" + after
}
