// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package e2e

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// A foreign is another system than that of the tests, whose programs can be run
// here: by another program, if that is installed, or by the kernel.
type foreign struct {
	goos, goarch string
	native       bool // whether it is the kernel that runs them
	// runner returns what comes before the program on the command line. It is
	// called once.
	runner func() ([]string, error)
}

// foreignShare is how much less often what is random is repeated there.
const foreignShare = 50

var js = &build{name: "js", link: true, foreign: &foreign{"js", "wasm", false, sync.OnceValues(node)}, quick: smoke}

// foreigns are builds for other systems. If the system is emulated, those scenarios
// are run that need no more than a process.
var foreigns = []*build{
	{name: "386", link: true, foreign: &foreign{"linux", "386", true, sync.OnceValues(kernel386)}, quick: none},
	{name: "arm64", link: true, foreign: &foreign{"linux", "arm64", false, sync.OnceValues(qemu)}, quick: none},
	{name: "windows", link: true, foreign: &foreign{"windows", "amd64", false, sync.OnceValues(wine)}, quick: none},
	js,
	{name: "wasip1", link: true, foreign: &foreign{"wasip1", "wasm", false, sync.OnceValues(wazero)}, quick: none},
}

// allBuilds are the columns of the table of results.
var allBuilds = slices.Concat(ofThisSystem, foreigns)

// environ returns the environment of the go command for such a build.
func (f *foreign) environ(env []string) []string {
	return append(env, "GOOS="+f.goos, "GOARCH="+f.goarch, "CGO_ENABLED=0")
}

// lookPath finds a program by one of its names. If there is none, the error has the
// last.
func lookPath(names ...string) (path string, err error) {
	for _, name := range names {
		if path, err = exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", err
}

func node() ([]string, error) {
	path, err := lookPath("nodejs", "node")
	return []string{path, "--stack-size=8192", goroot("../lib/wasm/wasm_exec_node.js")}, err
}

// wazero is a tool of this module.
func wazero() ([]string, error) {
	exe := filepath.Join(temp, "wazero.exe")
	err := execute("go", "build", "-o", exe, "github.com/tetratelabs/wazero/cmd/wazero")
	return []string{exe, "run", "-env-inherit", "-cachedir", filepath.Join(temp, "wazero-cache")}, err
}

func qemu() ([]string, error) {
	path, err := lookPath("qemu-aarch64-static", "qemu-aarch64")
	return []string{path}, err
}

// kernel386 returns nothing: it finds out whether the kernel runs such programs.
func kernel386() ([]string, error) {
	exe := filepath.Join(temp, "386.exe")
	cmd := exec.Command("go", "build", "-o", exe, "./initexit")
	cmd.Env = append(cmd.Environ(), "GOOS=linux", "GOARCH=386", "CGO_ENABLED=0")
	if err := combined(cmd); err != nil {
		return nil, err
	}
	return nil, execute(exe)
}

// processPrng is a function that Go needs and some versions of wine do not have.
const processPrng = `#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE p, SIZE_T n) { return SystemFunction036(p, (ULONG)n); }
`

// wine makes a system folder for wine that has that function. The server and the
// services that it starts do not have the output of a program that a test waits for,
// but the explorer of the desktop may have it: it ends when no console is left, and
// the next program that makes one starts another, which has the program's output
// and keeps it for some time after the program has ended.
func wine() ([]string, error) {
	path, err := lookPath("wine")
	if err != nil {
		return nil, err
	}
	if _, err := lookPath("x86_64-w64-mingw32-gcc"); err != nil {
		return nil, err
	}
	os.Setenv("WINEPREFIX", filepath.Join(temp, "wine"))
	os.Setenv("WINEDEBUG", "-all")
	source := filepath.Join(temp, "prng.c")
	if err := os.WriteFile(source, []byte(processPrng), 0o666); err != nil {
		return nil, err
	}
	if err := execute(path, "wineboot", "-i"); err != nil {
		return nil, err
	}
	// One that stays, and does not have the output of the program that starts it.
	if err := exec.Command("wineserver", "-p").Run(); err != nil {
		return nil, err
	}
	if err := exec.Command(path, "wineboot").Run(); err != nil {
		return nil, err
	}
	dll := filepath.Join(temp, "wine/drive_c/windows/system32/bcryptprimitives.dll")
	return []string{path}, execute("x86_64-w64-mingw32-gcc", "-shared", "-o", dll, source, "-ladvapi32")
}

// stopWine ends wine's server, which would go on for a while.
func stopWine() {
	if os.Getenv("WINEPREFIX") == filepath.Join(temp, "wine") {
		exec.Command("wineserver", "-k").Run()
	}
}

// emulated reports whether another program runs those of a build.
func (b *build) emulated() bool { return b != nil && b.foreign != nil && !b.foreign.native }

// inWine reports whether the programs of a build are run by wine.
func (b *build) inWine() bool {
	return b != nil && b.foreign != nil && b.foreign.goos == "windows"
}

// saysStarted has Go's runtime write a line for each package that is initialized,
// before anything else of the program. Wine fails to start a program once in a
// while, says nothing, and ends with status 1: once in some thousand processes under
// load, also with programs that do not import exithook.
const saysStarted = "GODEBUG=inittrace=1"

var errNotStarted = errors.New("wine does not start the program")

// started reports whether a program that wrote text was started at all.
func (b *build) started(text string) bool {
	return !b.inWine() || strings.Contains(text, "init runtime @")
}

// noise is what is written beside the output of a program that is emulated. In wine
// that is saysStarted, and what wine says of its own threads, once in a while, when a
// process that has several ends: they lose their connection to wine's server. The
// process may end before the line does. Qemu tells of signals that dump core.
var noise = regexp.MustCompile(`(?m)^(wine client error:.*|init [^ ]+ @.* allocs|qemu: uncaught target signal .* - core dumped)\n?`)

// ownOutput leaves out what is not the program's.
func (b *build) ownOutput(text string) string {
	if b.emulated() {
		return noise.ReplaceAllString(text, "")
	}
	return text
}

// goos is the operating system of a build.
func (b *build) goos() string {
	if b.foreign != nil {
		return b.foreign.goos
	}
	return runtime.GOOS
}

// hasSignals reports whether the system of a build has any.
func (b *build) hasSignals() bool { return b.goos() != "js" && b.goos() != "wasip1" }

// problem says why programs of a build cannot be run here, or nothing.
func (b *build) problem() string {
	if b.race {
		return raceProblem()
	}
	if b.foreign != nil {
		if _, err := b.foreign.runner(); err != nil {
			return fmt.Sprintf("no %s/%s here: %v", b.foreign.goos, b.foreign.goarch, err)
		}
	}
	return ""
}

// commandLine returns what runs a program.
func (b *build) commandLine(exe string, args []string) []string {
	line := append([]string{exe}, args...)
	if b == nil || b.foreign == nil {
		return line
	}
	prefix, _ := b.foreign.runner()
	return slices.Concat(prefix, line)
}
