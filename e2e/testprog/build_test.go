// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build linux

package testprog

import (
	"debug/buildinfo"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The packages whose programs are compared, in GOROOT/src/runtime/testdata.
var packages = []string{"testprog", "testprognet"}

// A workshop is a place to build the packages in. They import internal
// packages of the standard library, and may do so only below GOROOT/src. So it
// is a GOROOT: a tree of symbolic links to the real one, with one module of our
// own for each variant of the programs.
type workshop struct {
	t    *testing.T
	dir  string // the GOROOT made of links
	real string // the one they lead to
}

// newWorkshop skips the test where there is nothing to compare.
func newWorkshop(t *testing.T) *workshop {
	w := &workshop{t: t, dir: filepath.Join(t.TempDir(), "goroot")}
	w.real = strings.TrimSpace(w.output(exec.Command("go", "env", "GOROOT")))
	if _, err := os.Stat(filepath.Join(w.real, testdata, packages[0])); err != nil {
		t.Skip("this Go installation comes without the test programs of the runtime: ", err)
	}
	w.link("", "src")
	w.link("src", "testdata")
	return w
}

const testdata = "src/runtime/testdata"

// link makes the named directory, with links to all that is in the real one
// except for the one directory that is to differ from it.
func (w *workshop) link(dir, except string) {
	entries, err := os.ReadDir(filepath.Join(w.real, dir))
	w.must(err)
	w.must(os.MkdirAll(filepath.Join(w.dir, dir, except), 0o777))
	for _, e := range entries {
		if e.Name() != except {
			w.must(os.Symlink(filepath.Join(w.real, dir, e.Name()), filepath.Join(w.dir, dir, e.Name())))
		}
	}
}

// patch changes the runtime as the exithook command does in the programs that it
// builds. It takes the file from the overlay of such a build.
func (w *workshop) patch() {
	command := filepath.Join(w.t.TempDir(), "exithook")
	w.output(exec.Command("go", "build", "-o", command, modulePath+"/cmd/exithook"))
	dir := w.t.TempDir()
	w.write(filepath.Join(dir, "go.mod"), "module example.com/m\n")
	w.write(filepath.Join(dir, "main.go"), "package main\n\nfunc main() {}\n")
	env := exec.Command(command, "env")
	env.Dir = dir
	env.Env = append(env.Environ(), "GOWORK=off", "GOFLAGS=")
	_, file, _ := strings.Cut(w.output(env), "-overlay=")
	file, _, _ = strings.Cut(file, "'")
	text, err := os.ReadFile(file)
	w.must(err)
	var overlay struct{ Replace map[string]string }
	w.must(json.Unmarshal(text, &overlay))
	w.must(os.Remove(filepath.Join(w.dir, "src/runtime")))
	w.link("src/runtime", "panic.go")
	w.must(os.Remove(filepath.Join(w.dir, "src/runtime/panic.go"))) // a folder
	for path, file := range overlay.Replace {
		if strings.HasSuffix(path, "/src/runtime/panic.go") {
			text, err := os.ReadFile(file)
			w.must(err)
			w.write(filepath.Join(w.dir, "src/runtime/panic.go"), string(text))
		}
	}
}

// module makes the named module, with a copy of all packages. If it has an
// addition, that is one more file in each of them.
func (w *workshop) module(name, addition string) {
	dir := filepath.Join(w.dir, "src/testdata", name)
	for _, pkg := range packages {
		w.must(copyFiles(filepath.Join(dir, pkg), filepath.Join(w.real, testdata, pkg)))
		if addition != "" {
			w.write(filepath.Join(dir, pkg, "addition.go"), "package main\n\n"+addition)
		}
	}
	w.write(filepath.Join(dir, "go.mod"), w.goMod(addition))
}

// copyFiles copies the files of a directory, but no directories.
func copyFiles(to, from string) error {
	entries, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(from, e.Name()))
		if e.IsDir() || err != nil {
			continue
		}
		if err := writeFile(filepath.Join(to, e.Name()), data); err != nil {
			return err
		}
	}
	return nil
}

func writeFile(name string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return err
	}
	return os.WriteFile(name, data, 0o666)
}

// goMod returns a go.mod with the language version of the standard library, to
// which the programs belong.
func (w *workshop) goMod(addition string) string {
	std, err := os.ReadFile(filepath.Join(w.real, "src/go.mod"))
	w.must(err)
	text := "module runtimeprograms\n"
	for line := range strings.Lines(string(std)) {
		if strings.HasPrefix(line, "go ") {
			text += line
		}
	}
	if strings.Contains(addition, modulePath) {
		root, err := filepath.Abs("../..")
		w.must(err)
		text += "require " + modulePath + " v0.0.0\nreplace " + modulePath + " => " + root + "\n"
	}
	return text
}

const modulePath = "github.com/exithook/exithook"

// build builds packages of a module and returns the directory of the
// executables. As the real ones they are compiled as a part of the standard
// library, which may refer to things inside the runtime.
func (w *workshop) build(module, flag string, pkgs ...string) string {
	bin := w.t.TempDir()
	args := []string{"build", "-trimpath", "-gcflags=-std " + gcflag(flag), "-o", bin + string(filepath.Separator)}
	if flag == "-race" {
		args = append(args, flag)
	}
	for _, pkg := range pkgs {
		args = append(args, "./"+pkg)
	}
	cmd := exec.Command(filepath.Join(w.real, "bin/go"), args...)
	cmd.Dir = filepath.Join(w.dir, "src/testdata", module)
	cmd.Env = append(cleanEnv(), "GOROOT="+w.dir, "GOTOOLCHAIN=local", "GOWORK=off", "GOFLAGS=-mod=mod", "GOPROXY=off", "PWD="+cmd.Dir)
	w.output(cmd)
	return bin
}

func gcflag(flag string) string {
	if flag == "-race" {
		return ""
	}
	return flag
}

// cleanEnv is the environment without the variables that change how Go
// programs and the go command behave, but with those that say where things are.
func cleanEnv() []string {
	places := []string{"GOCACHE", "GOMODCACHE", "GOPATH", "GOTMPDIR"}
	return slices.DeleteFunc(os.Environ(), func(v string) bool {
		name, _, _ := strings.Cut(v, "=")
		return strings.HasPrefix(name, "GO") && !slices.Contains(places, name)
	})
}

// imports reports whether the executable was built with exithook.
func (w *workshop) imports(exe string) bool {
	info, err := buildinfo.ReadFile(exe)
	w.must(err)
	for _, m := range info.Deps {
		if m.Path == modulePath {
			return true
		}
	}
	return false
}

func (w *workshop) output(cmd *exec.Cmd) string {
	w.t.Helper()
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		w.t.Fatalf("%v: %v\n%s%s", cmd, err, out, stderr.String())
	}
	return string(out)
}

func (w *workshop) write(name, text string) { w.must(writeFile(name, []byte(text))) }

func (w *workshop) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}
