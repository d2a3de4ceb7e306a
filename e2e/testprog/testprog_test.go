// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build linux

package testprog

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
)

func TestMain(m *testing.M) {
	flag.Parse()
	if f := flag.Lookup("test.parallel"); f.Value.String() == f.DefValue && runtime.GOMAXPROCS(0) < 4 {
		f.Value.Set("4") // much of the time is spent asleep
	}
	syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{}) // crashes leave no files
	os.Exit(m.Run())
}

const blankImport = `import _ "` + modulePath + `"` + "\n"

// long asks for the programs that are built with further compiler flags, too.
var long = os.Getenv("EXITHOOK_LONG") != ""

// TestImportChangesNothing runs each of the programs in each of the ways in
// which the tests of the runtime run it.
func TestImportChangesNothing(t *testing.T) {
	w := newWorkshop(t)
	w.module("plain", "")
	w.module("other", blankImport)
	list := allCalls(t, w)
	if !long {
		list = withoutFlags(list)
	}
	compareCalls(t, list, buildAll(w))
}

func withoutFlags(list []call) []call {
	return slices.DeleteFunc(list, func(c call) bool { return c.flag != "" })
}

// TestCommandChangesNothing does the same with the runtime that the exithook
// command puts into programs, which calls exithook for each panic.
func TestCommandChangesNothing(t *testing.T) {
	plain, other := newWorkshop(t), newWorkshop(t)
	other.patch()
	plain.module("plain", "")
	other.module("other", blankImport+callsForPanics)
	list := withoutFlags(allCalls(t, plain))
	for i := range list {
		list[i].other = true
	}
	compareCalls(t, list, map[string]pair{"": {plain.build("plain", "", packages...), other.build("other", "", packages...)}})
}

// callsForPanics ends a program of which the runtime is not changed.
const callsForPanics = `
import exithook "` + modulePath + `"

var _ = func() bool { exithook.Require(exithook.Panics); return true }()
`

// compareCalls compares the two builds for each of the calls.
func compareCalls(t *testing.T, list []call, bins map[string]pair) {
	var sum summary
	t.Run("programs", func(t *testing.T) {
		for _, c := range list {
			t.Run(c.String(), func(t *testing.T) {
				t.Parallel()
				sum.add(c, compareCall(t, c, bins[c.flag]))
			})
		}
	})
	sum.check(t, list)
}

// allCalls returns the calls of all programs, of which none may be missing.
func allCalls(t *testing.T, w *workshop) []call {
	list := slices.Clone(nameless)
	var all []string
	for _, pkg := range packages {
		names, err := programNames(filepath.Join(w.real, testdata, pkg))
		w.must(err)
		for _, name := range names {
			list = append(list, calls(pkg, name)...)
		}
		t.Logf("%s has %d programs", pkg, len(names))
		all = append(all, names...)
	}
	if names := stale(all); len(names) > 0 {
		t.Errorf("there are no such programs: %v", names)
	}
	return list
}

// A pair has the directories of the plain programs and of those with the import.
type pair struct{ plain, other string }

// buildAll builds all programs, by the compiler flag.
func buildAll(w *workshop) map[string]pair {
	bins := map[string]pair{"": buildPair(w, "", packages...)}
	if long {
		for _, flag := range []string{checkptr, checkptr2} {
			bins[flag] = buildPair(w, flag, packages[0])
		}
	}
	return bins
}

func buildPair(w *workshop, flag string, pkgs ...string) pair {
	p := pair{w.build("plain", flag, pkgs...), w.build("other", flag, pkgs...)}
	for _, pkg := range pkgs {
		if w.imports(filepath.Join(p.plain, pkg)) || !w.imports(filepath.Join(p.other, pkg)) {
			w.t.Fatalf("the builds of %s are not one without and one with %s", pkg, modulePath)
		}
	}
	return p
}

// compareCall compares the two builds of one program.
func compareCall(t *testing.T, c call, bins pair) verdict {
	cmp := comparison{known: c.known}
	v := cmp.compareCall(t, c, bins)
	if v == different {
		t.Error(cmp.report())
	}
	return v
}

func (cmp *comparison) compareCall(t *testing.T, c call, bins pair) verdict {
	dir := t.TempDir()
	plain := func() outcome { return c.run(t, bins.plain, dir) }
	other := func() outcome { return c.run(t, bins.other, dir) }
	if costly[c.name] {
		plain = sync.OnceValue(plain)
	}
	return cmp.compare(plain, other)
}

// A summary has the verdicts on all calls.
type summary struct {
	mu       sync.Mutex
	verdicts map[string]verdict
}

func (s *summary) add(c call, v verdict) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.verdicts == nil {
		s.verdicts = map[string]verdict{}
	}
	s.verdicts[c.String()] = v
}

// check prints the summary and makes sure that it is complete.
func (s *summary) check(t *testing.T, list []call) {
	groups := map[verdict][]string{}
	for _, c := range list {
		v, ok := s.verdicts[c.String()]
		if !ok && !strings.Contains(flag.Lookup("test.run").Value.String(), "/") {
			t.Errorf("%s was not compared", c)
		}
		groups[v] = append(groups[v], c.String())
	}
	t.Logf("%d calls, of which", len(list))
	t.Logf("%d are identical", len(groups[identical]))
	t.Log(section("vary by themselves; status, first line and error messages are the same", groups[varying]))
	t.Log(section("are different", groups[different]))
	t.Log(section("of the programs were compared up to a point", partialNames(list)))
}

// partialNames returns the partial programs with the reasons.
func partialNames(list []call) (names []string) {
	for _, c := range list {
		if reason := partial[c.name]; reason != "" {
			names = append(names, c.name+": "+reason)
		}
	}
	return names
}

func section(what string, names []string) string {
	return strings.Join(append([]string{fmt.Sprintf("%d %s", len(names), what)}, names...), "\n\t")
}
