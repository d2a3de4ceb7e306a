// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build linux

package testprog

import (
	"errors"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
)

// programNames returns the names of all programs of the package in dir, as far
// as its files are for this system. Each is registered by a call
//
//	register("Name", f)
//
// or registerInit, for what is to run before main.
func programNames(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		ours, err := build.Default.MatchFile(dir, e.Name())
		if err != nil {
			return nil, err
		}
		if ours && filepath.Ext(e.Name()) == ".go" {
			found, err := registered(filepath.Join(dir, e.Name()))
			if err != nil {
				return nil, err
			}
			names = append(names, found...)
		}
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}

// registered returns the names in the calls of register in one file. It fails
// if there is one that it cannot read, for no program must be missed.
func registered(file string) (names []string, err error) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, file, nil, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && isRegister(id) {
			err = errors.Join(err, errors.New(fset.Position(id.Pos()).String()+": register is used in an unknown way"))
		}
		if decl, ok := n.(*ast.FuncDecl); ok {
			return !isRegister(decl.Name)
		}
		name, ok := registration(n)
		if ok {
			names = append(names, name)
		}
		return !ok
	})
	return names, err
}

// registration returns the name in a call of register.
func registration(n ast.Node) (name string, ok bool) {
	call, ok := n.(*ast.CallExpr)
	if !ok || len(call.Args) != 2 {
		return "", false
	}
	fn, ok := call.Fun.(*ast.Ident)
	if !ok || !isRegister(fn) {
		return "", false
	}
	lit, ok := call.Args[0].(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	name, err := strconv.Unquote(lit.Value)
	return name, err == nil
}

func isRegister(id *ast.Ident) bool { return id.Name == "register" || id.Name == "registerInit" }
