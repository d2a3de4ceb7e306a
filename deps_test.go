// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package exithook_test

import (
	"go/build"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const own = "github.com/exithook/exithook/"

// layers says which package may import what, apart from the standard library's
// packages without a name here. Go's own go/build has such a test for the
// runtime's exithook.
var layers = map[string]struct {
	only  []string // nothing beyond these
	never []string // none of these
}{
	"internal/engine":   {only: []string{"slices", "sync", "sync/atomic", "time"}},
	"internal/link":     {only: []string{"os", "runtime", "sync", "sync/atomic", "unsafe"}},
	"internal/callsite": {only: []string{"runtime", "unsafe"}},
	"internal/clock":    {only: []string{own + "internal/link", "runtime", "sync/atomic", "syscall", "time"}},
	"internal/output":   {only: []string{own + "internal/clock", own + "internal/link", "errors", "os", "runtime", "strconv", "sync", "sync/atomic", "syscall", "time", "unsafe"}},
	"internal/settings": {only: []string{own + "internal/link", "os", "path/filepath", "strconv", "strings", "syscall", "time"}},
	"internal/report":   {only: []string{"path", "reflect", "strconv", "strings", "time", "unicode", "unicode/utf8"}},
	"internal/script":   {only: []string{"fmt", "math", "math/rand/v2", "runtime", "slices", "strconv", "strings", "sync", "time"}}, // for tests
	".":                 {never: []string{own + "internal/script", "fmt", "log", "log/slog", "flag", "testing", "net", "net/http", "encoding/json"}},
}

func TestLayers(t *testing.T) {
	for dir, layer := range layers {
		for _, tags := range [][]string{nil, {"exithook_nolink"}} {
			for _, goos := range []string{"linux", "darwin", "windows", "js", "wasip1", "plan9"} {
				checkLayer(t, dir, goos, tags, layer.only, layer.never)
			}
		}
	}
}

func checkLayer(t *testing.T, dir, goos string, tags, only, never []string) {
	ctx := build.Default
	ctx.GOOS, ctx.BuildTags = goos, tags
	pkg, err := ctx.ImportDir(dir, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range pkg.Imports {
		switch {
		case only != nil && !slices.Contains(only, path):
			t.Errorf("%s (%s %v) imports %s, may only %v", dir, goos, tags, path, only)
		case slices.Contains(never, path):
			t.Errorf("%s (%s %v) imports %s, which it must not", dir, goos, tags, path)
		case strings.Contains(path, ".") && !strings.HasPrefix(path, "github.com/exithook/exithook/internal/"):
			t.Errorf("%s (%s %v) imports %s, and requires a module", dir, goos, tags, path)
		}
	}
}

// Other compilers than gc get nothing that knows Go's runtime. TinyGo sets the build
// tag gc as well.
func TestOtherCompilers(t *testing.T) {
	for compiler, tag := range map[string]string{"gccgo": "gccgo", "gc": "tinygo"} {
		ctx := build.Default
		ctx.Compiler, ctx.BuildTags = compiler, []string{tag}
		for dir := range layers {
			pkg, err := ctx.ImportDir(dir, 0)
			if err != nil {
				t.Fatal(err)
			}
			if len(pkg.SFiles) > 0 {
				t.Errorf("%s (%s) has assembly: %v", dir, tag, pkg.SFiles)
			}
			for _, name := range pkg.GoFiles {
				if strings.Contains(readFile(t, filepath.Join(dir, name)), "\n//go:linkname ") {
					t.Errorf("%s/%s (%s) refers to Go's runtime", dir, name, tag)
				}
			}
		}
	}
}

// Whoever imports the package gets no other module with it.
func TestModuleRequiresNothing(t *testing.T) {
	text := readFile(t, "go.mod")
	if strings.Contains(text, "require") {
		t.Errorf("go.mod requires something:\n%s", text)
	}
}
