// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Package upstream has a change of Go's own internal/runtime/exithook, the model of
// this module, as a patch for each version of Go, and shows what it does.
// docs/upstream.md says why.
//
// The variable EXITHOOK_UPSTREAM asks for what takes long: a GOROOT with the change
// is made, and in it are run the tests of Go that have to do with it, plain and with
// -race, those of this module, and the test program of the change, which must fail
// in the GOROOT without it. Its value is a list of words:
//
//	1     with the toolchain that runs the test
//	all   with each version that there is a patch for
//	long  also the whole of the runtime's tests, with -short, and what compiles the
//	      standard library several times
package upstream

import (
	"fmt"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// versions are the toolchains that the patches are for.
var versions = []string{"go1.25.11", "go1.26.8", "go1.27.3"}

// words are those of EXITHOOK_UPSTREAM.
var words = strings.FieldsFunc(os.Getenv("EXITHOOK_UPSTREAM"), func(r rune) bool { return r == ' ' || r == ',' })

var long = slices.Contains(words, "long")

// hooksFile is the one that all this is about, and runtimeFile has what the runtime
// sets for it.
const (
	hooksFile   = "src/internal/runtime/exithook/hooks.go"
	runtimeFile = "src/runtime/proc.go"
	testFile    = "src/runtime/ehooks_test.go"
	programFile = "src/runtime/" + program + "/testexithooks.go"
	program     = "testdata/testexithooks"
)

func all(string) bool        { return true }
func tests(name string) bool { return name == testFile || name == programFile }

// A trees is a version of Go with the change, and without it but with its tests.
type trees struct{ base, changed, unchanged toolchain }

func newTrees(t *testing.T, version string) trees {
	t.Helper()
	base := newToolchain(t, version)
	files := func(want func(string) bool) map[string]string {
		files, err := changed(base.goroot, base.version, want)
		if err != nil {
			t.Fatal(err)
		}
		files["src/runtime/"+costs+"/main.go"] = read(t, "testdata/costs/main.go")
		return files
	}
	return trees{base, base.with(t, files(all)), base.with(t, files(tests))}
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestUpstream(t *testing.T) {
	toolchains := []string{""}
	switch {
	case slices.Contains(words, "all"):
		toolchains = versions
	case len(words) == 0:
		t.Skip("takes minutes: EXITHOOK_UPSTREAM is not set")
	}
	for _, version := range toolchains {
		x := newTrees(t, version)
		t.Run(x.base.version, func(t *testing.T) {
			t.Run("Costs", func(t *testing.T) { testCosts(t, x) })
			t.Run("Modes", func(t *testing.T) { t.Parallel(); testModes(t, x) })
			t.Run("Go", func(t *testing.T) { t.Parallel(); testGo(t, x) })
			t.Run("Ours", func(t *testing.T) { t.Parallel(); testOurs(t, x) })
		})
	}
}

// The patches change the files that the documentation says, by no more lines than
// it says, and need nothing that is not there.
func TestPatches(t *testing.T) {
	for _, version := range versions {
		hunks, err := readPatch(version)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := slices.Sorted(maps.Keys(hunks)), []string{hooksFile, testFile, runtimeFile, programFile}; !slices.Equal(got, want) {
			t.Errorf("the patch for %s changes %s, want %s", version, got, want)
		}
		if n := grows(hunks[hooksFile]) + grows(hunks[runtimeFile]); n > 60 {
			t.Errorf("with the patch for %s, the runtime has %d lines more, want at most 60", version, n)
		}
	}
}

func grows(hunks []hunk) (n int) {
	for _, h := range hunks {
		n += len(h.new) - len(h.old)
	}
	return n
}

// The patch for the Go that runs the tests applies to it.
func TestPatchApplies(t *testing.T) {
	c := newToolchain(t, "")
	files, err := changed(c.goroot, c.version, all)
	if err != nil && !slices.Contains(versions, c.version) && os.Getenv("CI") == "" {
		t.Skipf("the patches are for %s: %v", versions, err)
	} else if err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		f, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ImportsOnly)
		if err != nil {
			t.Error(err)
		}
		if name != hooksFile {
			continue
		}
		for _, s := range f.Imports {
			if path, _ := strconv.Unquote(s.Path.Value); path != "internal/runtime/atomic" && path != "unsafe" {
				t.Errorf("%s imports %s", name, path)
			}
		}
	}
}

// A file that is not the one that the patch was made for is refused.
func TestPatchRefuses(t *testing.T) {
	hunks, err := readPatch("go1.26.8")
	if err != nil {
		t.Fatal(err)
	}
	h := hunks[hooksFile][:1]
	good := strings.Repeat("\n", h[0].line-1) + strings.Join(h[0].old, "") + "// the end\n"
	out, err := apply("hooks.go", good, h)
	if want := strings.Repeat("\n", h[0].line-1) + strings.Join(h[0].new, "") + "// the end\n"; err != nil || out != want {
		t.Errorf("%v\n%s", err, out)
	}
	for text, want := range map[string]string{
		strings.Replace(good, "runGoid", "goid", 1): `hooks.go:32 is "\tgoid atomic.Uint64\n", not "\trunGoid atomic.Uint64\n": the patch is for another version of Go`,
		"\n" + good:                    `hooks.go:28 is "\n", not "}\n": the patch is for another version of Go`,
		good[:len(good)/2]:             `hooks.go has no line 45: the patch is for another version of Go`,
		strings.TrimPrefix(good, "\n"): `hooks.go:28 is "\n", not "}\n": the patch is for another version of Go`,
	} {
		if out, err := apply("hooks.go", text, h); err == nil || err.Error() != want || out != "" {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	if _, err := readPatch("go1.24.1"); err == nil || !strings.HasPrefix(err.Error(), "no patch for go1.24.1: ") {
		t.Errorf("there is a patch for go1.24.1: %v", err)
	}
	text := read(t, "go1.26.patch")
	for broken, want := range map[string]string{
		text[:len(text)-2]: fmt.Sprintf("line %d of the patch does not fit its hunk: \"+\"", strings.Count(text, "\n")),
		strings.Replace(text, "\n \tGoid", "\n\tGoid", 1): `line 19 of the patch does not fit its hunk: "\tGoid    func() uint64\n"`,
		"":                  "the patch is cut off: 0 and 0 lines are missing",
		"Index: x\n" + text: `line 1 of the patch is none of a diff: "Index: x\n"`,
	} {
		if _, err := parsePatch(broken); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

// The trees are as they are to be: what was given is there, and the rest is that of
// the toolchain.
func TestTree(t *testing.T) {
	c := newToolchain(t, "")
	tree := c.with(t, map[string]string{hooksFile: "new\n", "src/runtime/testdata/mine/main.go": "mine\n"})
	for name, want := range map[string]string{
		hooksFile:                           "new\n",
		"src/runtime/testdata/mine/main.go": "mine\n",
		runtimeFile:                         read(t, filepath.Join(c.goroot, runtimeFile)),
		programFile:                         read(t, filepath.Join(c.goroot, programFile)),
		"src/os/proc.go":                    read(t, filepath.Join(c.goroot, "src/os/proc.go")),
	} {
		if got := read(t, filepath.Join(tree.goroot, name)); got != want {
			t.Errorf("%s is\n%s", name, got)
		}
	}
	if out, err := tree.run("", "env", "GOROOT"); err != nil || string(out) != tree.goroot+"\n" {
		t.Errorf("%v, GOROOT is %s", err, out)
	}
}
