// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
	"golang.org/x/mod/zip"
)

const (
	libraryPath = "github.com/exithook/exithook"
	commandPath = libraryPath + "/cmd/exithook"
)

// TestInstallFromProxy makes a module proxy out of the tree, and installs from there
// what users install: the command, which carries the library, and the library.
func TestInstallFromProxy(t *testing.T) {
	u := newUser(t)
	u.run("", "go", "install", commandPath+"@latest")
	exithook := filepath.Join(u.dir, "bin", "exithook")
	if got, want := u.run("", exithook, "version"), "exithook "+u.version+", for go1.25 to go1.27\n"; got != want {
		t.Errorf("version: got %q, want %q", got, want)
	}
	app := filepath.Join(u.dir, "app")
	u.write("app/go.mod", "module example.com/app\n\ngo 1.25\n")
	u.write("app/main.go", "package main\n\nimport \"os\"\n\nfunc main() { os.Exit(3) }\n")
	if got, want := u.run(app, exithook, "run", "."), "exithook: exit 3, os.Exit at main.go:5\n"; !strings.HasPrefix(got, want) {
		t.Errorf("run: got\n%s\nwant\n%s…", got, want)
	}
	u.run(app, "go", "get", libraryPath+"@latest")
	u.write("app/main.go", "package main\n\nimport (\n\t\"os\"\n\n\t\""+libraryPath+"\"\n)\n\nfunc main() {\n\texithook.Defer(func() { println(\"hook\") })\n\tos.Exit(3)\n}\n")
	if got, want := u.run(app, "go", "run", "."), "hook\nexit status 3\n"; got != want {
		t.Errorf("go run: got %q, want %q", got, want)
	}
}

// A user has nothing but Go, and a proxy that has the version of this tree.
type user struct {
	t            *testing.T
	dir, version string
	env          []string
}

func newUser(t *testing.T) *user {
	u := &user{t: t, dir: t.TempDir()}
	here := readGoEnv(t, "GOPROXY", "GOMODCACHE")
	proxy, modcache := strings.TrimPrefix(here[0], "GOPROXY="), strings.TrimPrefix(here[1], "GOMODCACHE=")
	u.fillProxy()
	u.env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-modcacherw", "GOSUMDB=off",
		"GOPROXY=file://"+filepath.Join(u.dir, "proxy")+",file://"+filepath.Join(modcache, "cache", "download")+","+proxy,
		"GOPATH="+filepath.Join(u.dir, "gopath"), "GOMODCACHE="+filepath.Join(u.dir, "modcache"), "GOBIN="+filepath.Join(u.dir, "bin"),
		"XDG_CACHE_HOME="+filepath.Join(u.dir, "cache"), "GOCACHE="+strings.TrimPrefix(readGoEnv(t, "GOCACHE")[0], "GOCACHE="),
		"GOTOOLCHAIN="+toolchain())
	return u
}

// run runs a program and returns what it prints, and its status if that is not 0.
func (u *user) run(dir, name string, args ...string) string {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	if dir == "" {
		cmd.Dir = u.dir
	}
	cmd.Env = append(u.env, "PWD="+cmd.Dir)
	out, err := cmd.CombinedOutput()
	if err != nil && (args[0] == "install" || args[0] == "get") {
		u.t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
	return string(out)
}

func (u *user) write(name, text string) {
	file := filepath.Join(u.dir, name)
	err := os.MkdirAll(filepath.Dir(file), 0o777)
	if err == nil {
		err = os.WriteFile(file, []byte(text), 0o666)
	}
	if err != nil {
		u.t.Fatal(err)
	}
}

// fillProxy puts both modules into the proxy. Their version is the tag of the commit,
// if it has one, and otherwise that which the command requires of the library. So a
// release of which the command requires another version cannot be installed here.
func (u *user) fillProxy() {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", libraryPath).Output()
	if err != nil {
		u.t.Fatal(err)
	}
	root := strings.TrimSpace(string(out))
	u.version = required(u.t, filepath.Join(root, "cmd", "exithook", "go.mod"))
	cmd := exec.Command("git", "tag", "--points-at", "HEAD", "--list", "v*")
	cmd.Dir = root
	if tags, err := cmd.Output(); err == nil {
		if m := regexp.MustCompile(`v\S+`).FindString(string(tags)); m != "" {
			u.version = m
		}
	}
	u.publish(libraryPath, root)
	u.publish(commandPath, filepath.Join(root, "cmd", "exithook"))
}

// required returns the version of the library that the command requires.
func required(t *testing.T, file string) string {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	mod, err := modfile.Parse(file, data, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(mod.Replace) > 0 {
		t.Fatal("go install refuses a module that replaces others")
	}
	for _, r := range mod.Require {
		if r.Mod.Path == libraryPath {
			return r.Mod.Version
		}
	}
	t.Fatalf("%s does not require %s", file, libraryPath)
	return ""
}

func (u *user) publish(path, dir string) {
	below := filepath.Join("proxy", filepath.FromSlash(path), "@v")
	mod, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if err != nil {
		u.t.Fatal(err)
	}
	u.write(filepath.Join(below, "list"), u.version+"\n")
	u.write(filepath.Join(below, u.version+".mod"), string(mod))
	u.write(filepath.Join(below, u.version+".info"), fmt.Sprintf(`{"Version":%q,"Time":"2026-01-01T00:00:00Z"}`, u.version))
	var b strings.Builder
	if err := zip.CreateFromDir(&b, module.Version{Path: path, Version: u.version}, dir); err != nil {
		u.t.Fatal(err)
	}
	u.write(filepath.Join(below, u.version+".zip"), b.String())
}
