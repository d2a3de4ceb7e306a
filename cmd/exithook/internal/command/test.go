// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package command

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"

	"github.com/exithook/exithook/cmd/exithook/internal/library"
)

// test is exithook test. Each package with tests gets files added to
// them that say who ended the test binary, if that was not the end of its tests.
func (t *tool) test() error {
	inj, list, err := t.prepare()
	if err != nil {
		return t.explain(err)
	}
	for _, p := range list {
		if err := t.injectTest(inj, p); err != nil {
			return err
		}
	}
	if inj.library { // otherwise there is nothing to be called
		if err := t.patchRuntime(inj.overlay); err != nil {
			return err
		}
	}
	if inj.file, err = inj.overlay.save(); err != nil {
		return err
	}
	args := append([]string{"test", "-overlay=" + inj.file}, t.args.flags...)
	args = append(append(append(args, t.args.pkgs...), inj.files...), t.args.rest...)
	return childError(t.waitForwarding(t.goCommand(args...)))
}

// injectTest adds files to the tests of a package, unless there are none or
// nothing can be added.
func (t *tool) injectTest(inj *injection, p goPackage) error {
	if len(p.TestGoFiles)+len(p.XTestGoFiles) == 0 || p.Error != nil || t.canInject(p) != nil {
		return nil
	}
	found, external, err := t.testMain(inj.overlay, p)
	if err != nil {
		return err
	}
	name, has := p.Name, inj.library
	if external || !found && (has || len(p.TestGoFiles) == 0) {
		name += "_test" // which may import the library even if p is a part of that
	}
	if has && name == p.Name && below(p.ImportPath, library.Path) {
		return nil // it is a part of the library, which cannot import itself
	}
	for file, text := range library.TestFiles(name, has, found) {
		path := inj.overlay.free(p.Dir, strings.TrimSuffix(file, "_test.go"), "_test.go")
		if err := inj.overlay.add(path, text); err != nil {
			return err
		}
		t.addFile(inj, path)
	}
	return nil
}

// testMain renames the TestMain of a package, so that another can call it. It
// returns whether there is one, and whether it is in the external tests.
func (t *tool) testMain(o *overlay, p goPackage) (found, external bool, err error) {
	for i, file := range slices.Concat(p.TestGoFiles, p.XTestGoFiles) {
		path := filepath.Join(p.Dir, file)
		data, err := o.read(path)
		if err != nil || !bytes.Contains(data, []byte("TestMain")) {
			continue // the go command will say what is wrong
		}
		if at, ok := findTestMain(data); ok {
			// So the compiler names the user's file in its messages.
			text := "//line " + path + ":1:1\n" + string(data[:at]) + library.TestMain + string(data[at+len("TestMain"):])
			return true, i >= len(p.TestGoFiles), o.add(path, text)
		}
	}
	return false, false, nil
}

// findTestMain returns the offset of the name of func TestMain(*testing.M).
func findTestMain(source []byte) (offset int, found bool) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "", source, parser.SkipObjectResolution)
	if err != nil {
		return 0, false
	}
	for _, d := range f.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "TestMain" && takesM(fn.Type) {
			return fset.PositionFor(fn.Name.Pos(), false).Offset, true
		}
	}
	return 0, false
}

// takesM reports whether the one parameter is a *M or *testing.M: that is what
// the go command looks at.
func takesM(f *ast.FuncType) bool {
	if len(f.Params.List) != 1 || len(f.Params.List[0].Names) > 1 {
		return false
	}
	ptr, ok := f.Params.List[0].Type.(*ast.StarExpr)
	if !ok {
		return false
	}
	switch x := ptr.X.(type) {
	case *ast.Ident:
		return x.Name == "M"
	case *ast.SelectorExpr:
		return x.Sel.Name == "M"
	}
	return false
}
