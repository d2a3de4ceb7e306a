// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package model

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// omitted are the functions of the engine that the model does not have, and why.
var omitted = map[string]string{
	"End":            "looks and changes nothing",
	"Late":           "looks and changes nothing",
	"Current":        "looks and changes nothing",
	"InHook":         "looks and changes nothing",
	"Records":        "looks and changes nothing",
	"Exiting":        "the engine does not wait for the channel",
	"note":           "writes records, which the engine does not read",
	"noteOutcome":    "writes records, which the engine does not read",
	"since":          "time, of which the model has none: an alarm may ring whenever it is set",
	"Outcome.String": "text",
	"mutex.Lock":     "what is between Lock and Unlock is one atomic step",
	"mutex.Unlock":   "what is between Lock and Unlock is one atomic step",
}

// names is how the model says what it stands for.
var names = regexp.MustCompile(`/\* engine: (.*) \*/`)

// Every function of the engine is in the model or omitted for a reason, and
// nothing else is.
func TestNames(t *testing.T) {
	functions := functionsOf(t, "../internal/engine")
	modelled := map[string]bool{}
	for _, m := range names.FindAllStringSubmatch(model(t), -1) {
		for _, name := range strings.Split(m[1], ", ") {
			modelled[name] = true
			if !functions[name] {
				t.Errorf("%s names %s, which the engine does not have", file, name)
			}
		}
	}
	for name := range omitted {
		if !functions[name] {
			t.Errorf("%s is omitted, and the engine does not have it", name)
		}
	}
	for name := range functions {
		if modelled[name] == (omitted[name] != "") {
			t.Errorf("%s must be either named in %s, as in /* engine: %s */, or omitted for a reason", name, file, name)
		}
	}
}

// functionsOf returns the functions of a package. Methods of an Engine have no
// qualifier.
func functionsOf(t *testing.T, dir string) map[string]bool {
	t.Helper()
	paths, _ := filepath.Glob(filepath.Join(dir, "*.go"))
	functions := map[string]bool{}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			if d, ok := d.(*ast.FuncDecl); ok {
				functions[nameOf(d)] = true
			}
		}
	}
	if len(functions) == 0 {
		t.Fatalf("no functions in %s", dir)
	}
	return functions
}

func nameOf(d *ast.FuncDecl) string {
	if d.Recv == nil {
		return d.Name.Name
	}
	recv := d.Recv.List[0].Type
	if p, ok := recv.(*ast.StarExpr); ok {
		recv = p.X
	}
	if name := recv.(*ast.Ident).Name; name != "Engine" {
		return name + "." + d.Name.Name
	}
	return d.Name.Name
}
