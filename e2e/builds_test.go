// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// A build is one way to build the programs.
type build struct {
	name  string
	flags []string // of go build
	link  bool     // whether os.Exit runs the hooks
	race  bool
	// panics says whether the exithook command builds it, so that a panic in any
	// goroutine runs the hooks.
	panics  bool
	foreign *foreign // the system, if it is not that of the tests
	quick   []int    // the scenarios that are run in it without EXITHOOK_LONG, all of them if it is nil

	mu   sync.Mutex
	made map[string]*making
}

// A making is the building of one program.
type making struct {
	once sync.Once
	exe  string
	err  error
}

var (
	link       = &build{name: "link", link: true}
	linkRace   = &build{name: "link -race", flags: []string{"-race"}, link: true, race: true, quick: concurrent}
	nolink     = &build{name: "nolink", flags: []string{"-tags=exithook_nolink"}}
	nolinkRace = &build{name: "nolink -race", flags: []string{"-race", "-tags=exithook_nolink"}, race: true, quick: none}
	full       = &build{name: "exithook", link: true, panics: true}
	fullRace   = &build{name: "exithook -race", flags: []string{"-race"}, link: true, race: true, panics: true, quick: none}
)

// A first test of a fresh clone compiles all that it runs, and each of these builds
// needs a standard library of its own. So without EXITHOOK_LONG the builds of
// this system have all scenarios, the race detector has those that are about
// goroutines, one other system has a few, and the rest is left to the long tests.
var (
	long       = os.Getenv("EXITHOOK_LONG") != ""
	none       = []int{}
	concurrent = []int{6, 7, 8, 11, 12, 13, 36, 45}
	smoke      = []int{2, 15, 48}
)

// has reports whether a scenario is run in a build now.
func (b *build) has(scenario int) bool {
	return long || b.quick == nil || slices.Contains(b.quick, scenario)
}

// unused reports whether nothing is run in a build now.
func (b *build) unused() bool { return !long && b.quick != nil && len(b.quick) == 0 }

// chosen returns those builds in which everything is run now.
func chosen(of ...*build) []*build {
	return slices.DeleteFunc(slices.Clone(of), func(b *build) bool { return !long && b.quick != nil })
}

// ofThisSystem are the builds of this system.
var ofThisSystem = []*build{link, linkRace, nolink, nolinkRace, full, fullRace}

// builds are those of this system in which everything is run now.
var builds = chosen(ofThisSystem...)

// The model is Go's own internal package, in the place of exithook.
var (
	model     = &build{name: "model", link: true, flags: []string{"-tags=e2e_model,exithook_nolink", "-ldflags=-checklinkname=0"}}
	modelRace = &build{name: "model -race", link: true, race: true, flags: []string{"-race", "-tags=e2e_model,exithook_nolink", "-ldflags=-checklinkname=0"}}
)

// temp is where the binaries are, and is removed at the end of the tests.
var temp string

// prog returns the path of prog, which it builds when it is first asked for.
func (b *build) prog() (string, error) { return b.program("./prog") }

// program returns the path of the program of a package or file.
func (b *build) program(pkg string) (string, error) {
	m := b.making(pkg)
	m.once.Do(func() {
		m.exe = filepath.Join(temp, fmt.Sprintf("%s-%s.exe", fileName(b.name), fileName(pkg)))
		m.err = b.goBuild(m.exe, pkg)
	})
	return m.exe, m.err
}

func (b *build) making(pkg string) *making {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.made == nil {
		b.made = map[string]*making{}
	}
	if b.made[pkg] == nil {
		b.made[pkg] = new(making)
	}
	return b.made[pkg]
}

func (b *build) goBuild(exe, pkg string) error {
	command, err := b.command()
	if err != nil {
		return err
	}
	cmd := exec.Command(command, slices.Concat([]string{"build", "-o", exe}, b.flags, []string{pkg})...)
	if b.foreign != nil {
		cmd.Env = b.foreign.environ(cmd.Environ())
	}
	return combined(cmd)
}

// command returns the command that stands where go stands.
func (b *build) command() (string, error) {
	if b.panics {
		return exithookCommand()
	}
	return "go", nil
}

// exithookCommand returns the path of the exithook command.
var exithookCommand = sync.OnceValues(func() (string, error) {
	exe := filepath.Join(temp, "exithook.exe")
	return exe, execute("go", "build", "-o", exe, "github.com/exithook/exithook/cmd/exithook")
})

func execute(command string, args ...string) error {
	return combined(exec.Command(command, args...))
}

func combined(cmd *exec.Cmd) error {
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %v\n%s", strings.Join(cmd.Args, " "), err, out)
	}
	return nil
}

// plain returns the build of the go command that is like b.
func (b *build) plain() *build {
	if !b.panics {
		return b
	}
	return &build{name: "plain " + b.name, flags: b.flags, race: b.race}
}

// must is program for tests.
func (b *build) must(t testing.TB, pkg string) string {
	t.Helper()
	exe, err := b.program(pkg)
	if err != nil {
		t.Fatal(err)
	}
	return exe
}

// source returns the path of the program with the given source.
func (b *build) source(t testing.TB, name, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name+".go")
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	exe := filepath.Join(t.TempDir(), name+".exe")
	if err := b.goBuild(exe, file); err != nil {
		t.Fatal(err)
	}
	return exe
}

// prog runs a mode of prog.
func (b *build) run(t testing.TB, args ...string) result {
	t.Helper()
	return run{build: b, args: args}.do(t)
}

// exitName is the exit function of prog.
func (b *build) exitName() string {
	if b.link {
		return "os.Exit"
	}
	return "exithook.Exit"
}

// fileName makes a name fit for a file.
func fileName(name string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" ./\\:=,", r) {
			return '_'
		}
		return r
	}, name)
}

// raceProblem says why there is no race detector here, or nothing.
var raceProblem = sync.OnceValue(func() string {
	out, err := exec.Command("go", "build", "-race", "-o", filepath.Join(temp, "probe.exe"), "./dep").CombinedOutput()
	if err == nil {
		return ""
	}
	return strings.TrimSpace(string(out))
})
