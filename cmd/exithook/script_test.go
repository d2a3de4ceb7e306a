// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"exithook": main})
}

// TestScripts runs the scripts, each of which shows one thing that the command
// does, or refuses to do.
func TestScripts(t *testing.T) {
	goEnv := readGoEnv(t, "GOCACHE", "GOMODCACHE", "GOROOT")
	repo, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/exithook/exithook").Output()
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Vars = append(e.Vars, goEnv...)
			e.Setenv("REPO", strings.TrimSpace(string(repo)))
			e.Setenv("HOME", filepath.Join(e.WorkDir, ".home"))
			e.Setenv("XDG_CACHE_HOME", filepath.Join(e.WorkDir, ".home", "cache"))
			e.Setenv("TMPDIR", filepath.Join(e.WorkDir, ".scratch"))
			// Without folders in the binaries, what one script compiles is of use to
			// the others. Those that compile for the go command alone set GOFLAGS to
			// nothing: then the standard library is that of this test.
			e.Setenv("GOFLAGS", "-trimpath")
			e.Setenv("GOPROXY", "off")
			e.Setenv("GOTOOLCHAIN", toolchain())
			e.Setenv("GORACE", "atexit_sleep_ms=10")
			return os.Mkdir(filepath.Join(e.WorkDir, ".scratch"), 0o777)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"cmpreport":   cmpReport,
			"tree":        tree,
			"clean":       clean,
			"memorylimit": memoryLimit,
		},
		Condition: condition,
	})
}

// toolchain returns what the tests are run with.
func toolchain() string {
	if v := os.Getenv("GOTOOLCHAIN"); v != "" {
		return v
	}
	return "local"
}

func readGoEnv(t *testing.T, names ...string) []string {
	out, err := exec.Command("go", append([]string{"env"}, names...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	var vars []string
	for i, value := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		vars = append(vars, names[i]+"="+value)
	}
	return vars
}

func condition(cond string) (bool, error) {
	switch cond {
	case "modgoroot":
		out, err := exec.Command("go", "env", "GOROOT", "GOMODCACHE").Output()
		root, cache, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
		return strings.HasPrefix(root, cache), err
	case "cgo":
		_, err := exec.LookPath("gcc")
		return err == nil, nil
	case "race":
		_, err := exec.LookPath("gcc")
		return err == nil && runtime.GOARCH == "amd64", nil
	case "long": // what compiles the standard library once more
		return os.Getenv("EXITHOOK_LONG") != "", nil
	case "root":
		return os.Getuid() == 0, nil
	case "cgroup":
		dir, err := memoryCgroup()
		if err != nil {
			return false, nil
		}
		return true, os.Remove(dir)
	case "tmpfs":
		dir, err := os.MkdirTemp("", "exithook-tmpfs")
		if err != nil {
			return false, err
		}
		defer os.Remove(dir)
		if exec.Command("mount", "-t", "tmpfs", "-o", "size=64k", "none", dir).Run() != nil {
			return false, nil
		}
		return exec.Command("umount", dir).Run() == nil, nil
	}
	return false, nil
}

// What is not the same in each run: goroutines, arguments, offsets, and lines
// of the standard library.
var varying = []struct {
	re  *regexp.Regexp
	new string
}{
	{regexp.MustCompile(`goroutine \d+`), "goroutine N"},
	{regexp.MustCompile(`(?m)^(\S.*)\((0x|\{|\.\.\.).*\)$`), "$1(...)"},
	{regexp.MustCompile(` \+0x[0-9a-f]+`), ""},
	{regexp.MustCompile(`(?m)^\t.*/?((?:os|log|testing|runtime|syscall|reflect)/\w+\.(?:go|s)):\d+$`), "\t$1:N"},
	{regexp.MustCompile(`_testmain\.go:\d+`), "_testmain.go:N"},
	{regexp.MustCompile(`\d+\.\d+s|\(cached\)`), "N.NNs"},
	{regexp.MustCompile(`\d{4}/\d\d/\d\d \d\d:\d\d:\d\d`), "DATE"},
	{regexp.MustCompile(`(?m)[ \t]+$`), ""},
}

// cmpReport compares two files but for that.
func cmpReport(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: cmpreport got want")
	}
	got := strings.ReplaceAll(ts.ReadFile(args[0]), ts.Getenv("WORK")+"/app/", "example.com/app/")
	for _, v := range varying {
		got = v.re.ReplaceAllString(got, v.new)
	}
	got = strings.TrimRight(got, "\n") + "\n"
	if want := ts.ReadFile(args[1]); got != want {
		ts.Fatalf("got:\n%s\nwant:\n%s", got, want)
	}
}

// memoryCgroup makes a cgroup for processes that together may have a gigabyte of
// memory.
func memoryCgroup() (dir string, err error) {
	for _, version := range []struct{ dir, limit string }{
		{"/sys/fs/cgroup", "memory.max"},
		{"/sys/fs/cgroup/memory", "memory.limit_in_bytes"},
	} {
		if dir, err = os.MkdirTemp(version.dir, "exithook-test-"); err != nil {
			continue
		}
		var f *os.File // which must be there: WriteFile would make one
		if f, err = os.OpenFile(filepath.Join(dir, version.limit), os.O_WRONLY, 0); err == nil {
			_, err = f.WriteString("1073741824")
			if f.Close(); err == nil {
				return dir, nil
			}
		}
		os.Remove(dir)
	}
	return "", err
}

// memoryLimit makes a cgroup, and puts its folder into the environment.
func memoryLimit(ts *testscript.TestScript, neg bool, args []string) {
	dir, err := memoryCgroup()
	ts.Check(err)
	ts.Setenv("CGROUP", dir)
	ts.Defer(func() { os.Remove(dir) })
}

// tree remembers what is below a folder (tree save DIR), or checks that it is
// still the same (tree same DIR).
func tree(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: tree save|same dir")
	}
	var b strings.Builder
	ts.Check(filepath.Walk(ts.MkAbs(args[1]), func(path string, fi os.FileInfo, err error) error {
		if err == nil && fi.Mode().IsRegular() {
			var data []byte
			data, err = os.ReadFile(path)
			b.WriteString(path + " " + fi.ModTime().String() + "\n" + string(data))
		} else if err == nil {
			b.WriteString(path + " " + fi.Mode().String() + "\n")
		}
		return err
	}))
	file := filepath.Join(ts.Getenv("HOME"), "tree")
	if args[0] == "save" {
		ts.Check(os.MkdirAll(filepath.Dir(file), 0o777))
		ts.Check(os.WriteFile(file, []byte(b.String()), 0o666))
		return
	}
	if was := ts.ReadFile(file); was != b.String() {
		ts.Fatalf("%s has changed from\n%s\nto\n%s", args[1], was, b.String())
	}
}

// clean checks that no temporary file is left.
func clean(ts *testscript.TestScript, neg bool, args []string) {
	entries, err := os.ReadDir(ts.Getenv("TMPDIR"))
	ts.Check(err)
	for _, e := range entries {
		ts.Fatalf("left behind: %s", e.Name())
	}
}
