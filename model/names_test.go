// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package model

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const engine = "../internal/engine"

// omitted are the functions of the engine that the model does not have, and why.
var omitted = map[string]string{
	"End":                "looks and changes nothing",
	"Late":               "looks and changes nothing",
	"Current":            "looks and changes nothing",
	"HasExiting":         "looks and changes nothing",
	"Records":            "looks and changes nothing",
	"Exiting":            "the engine does not wait for the channel",
	"note":               "writes records, which the engine does not read",
	"noteOutcome":        "writes records, which the engine does not read",
	"since":              "time, of which the model has none: an alarm may ring whenever it is set",
	"Outcome.String":     "text",
	"grow":               "the slabs decide nothing, see TestSlabs of the engine",
	"slab.unlinkIfEmpty": "the slabs decide nothing, see TestSlabs of the engine",
	"Hook.Details":       "hasTimeout, and text",
	"Hook.extra":         "hasTimeout, and text",
	"slab.setExtra":      "the slabs decide nothing, see TestSlabs of the engine",
	"Hook.Added":         "looks and changes nothing",
	"noCopy.Lock":        "for vet",
	"noCopy.Unlock":      "for vet",
}

// names is how the model says what it stands for.
var names = regexp.MustCompile(`/\* engine: (.*) \*/`)

// Every function of the engine is in the model or omitted for a reason, and
// nothing else is.
func TestNames(t *testing.T) {
	functions := functionsOf(t, engine)
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

// omittedState is what of an Engine the model does not have, and why.
var omittedState = map[string]string{
	"Host":    "its functions are what the model says of them where they are called",
	"mu":      "what is between Lock and Unlock is one atomic step",
	"newest":  "the slabs decide nothing, see TestSlabs of the engine",
	"late":    "is for reports, and the engine does not read it",
	"exiting": "the engine does not wait for the channel",
	"keep":    "of the records, which the engine does not read",
	"records": "of the records, which the engine does not read",
	"turn":    "of the records, which the engine does not read",
	"began":   "time, of which the model has none",
}

// Every variable of the engine is one of the model or omitted for a reason, and
// its phases are those of the model.
func TestState(t *testing.T) {
	text := model(t)
	own, _, _ := strings.Cut(text, "What is known of the program")
	for _, name := range fieldsOf(t, engine, "Engine") {
		declared := regexp.MustCompile(`(?m)^(byte|bool) (.*\W)?` + name + `\b`).MatchString(own)
		if declared == (omittedState[name] != "") {
			t.Errorf("%s of Engine must be either a variable in %s or omitted for a reason", name, file)
		}
	}
	for i, name := range constantsOf(t, engine, "phase") {
		if !regexp.MustCompile(fmt.Sprintf(`(?m)^#define %s +%d\b`, name, i)).MatchString(own) {
			t.Errorf("%s must have #define %s %d", file, name, i)
		}
	}
}

// fieldsOf returns the names of the fields of a struct.
func fieldsOf(t *testing.T, dir, name string) (fields []string) {
	t.Helper()
	inspect(t, dir, func(n ast.Node) {
		if spec, ok := n.(*ast.TypeSpec); ok && spec.Name.Name == name {
			for _, f := range spec.Type.(*ast.StructType).Fields.List {
				for _, name := range f.Names {
					fields = append(fields, name.Name)
				}
			}
		}
	})
	if len(fields) == 0 {
		t.Fatalf("no fields of %s in %s", name, dir)
	}
	return fields
}

// constantsOf returns the names of the constants of a type, whose values are 0, 1…
func constantsOf(t *testing.T, dir, typ string) (constants []string) {
	t.Helper()
	inspect(t, dir, func(n ast.Node) {
		if d, ok := n.(*ast.GenDecl); ok && d.Tok == token.CONST {
			if first, ok := d.Specs[0].(*ast.ValueSpec).Type.(*ast.Ident); ok && first.Name == typ {
				for _, s := range d.Specs {
					constants = append(constants, s.(*ast.ValueSpec).Names[0].Name)
				}
			}
		}
	})
	if len(constants) == 0 {
		t.Fatalf("no constants of the type %s in %s", typ, dir)
	}
	return constants
}

// functionsOf returns the functions of a package. Methods of an Engine have no
// qualifier.
func functionsOf(t *testing.T, dir string) map[string]bool {
	t.Helper()
	functions := map[string]bool{}
	inspect(t, dir, func(n ast.Node) {
		if d, ok := n.(*ast.FuncDecl); ok {
			functions[nameOf(d)] = true
		}
	})
	if len(functions) == 0 {
		t.Fatalf("no functions in %s", dir)
	}
	return functions
}

// inspect calls f for every node of the files of a package that are not tests.
func inspect(t *testing.T, dir string, f func(ast.Node)) {
	t.Helper()
	paths, _ := filepath.Glob(filepath.Join(dir, "*.go"))
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		text, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(text, func(n ast.Node) bool { f(n); return true })
	}
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
