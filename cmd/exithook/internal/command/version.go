// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package command

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/modfile"
)

// versioned returns the path and version of the arguments if they are of the
// form PKG@VERSION.
func (t *tool) versioned() (pkgs []string, version string, err error) {
	for _, arg := range t.args.pkgs {
		pkg, v, found := strings.Cut(arg, "@")
		if !found && version == "" {
			continue
		}
		if version != "" && v != version || len(pkgs) == 0 && arg != t.args.pkgs[0] {
			return nil, "", misuse("", "%s: all packages must have the same version", arg)
		}
		pkgs, version = append(pkgs, pkg), v
	}
	if version != "" && t.args.command == "build" {
		return nil, "", misuse("use exithook install", "go build takes no versions: %s", t.args.pkgs[0])
	}
	return pkgs, version, nil
}

// A download is what the go command says of a module that it has downloaded.
type download struct {
	Path, Version, Dir, GoMod, Error string
}

// copyModule makes the module that has the packages at the version the main
// module of this build, by a copy: in the module cache nothing can be added to
// it. What is decided by go.mod files is decided as by go install PKG@VERSION.
func (t *tool) copyModule(pkgs []string, version string) (remove func(), err error) {
	dir, remove, err := tempDir("")
	if err != nil {
		return nil, err
	}
	if err := t.fillModule(dir, pkgs, version); err != nil {
		remove()
		return nil, err
	}
	return remove, nil
}

func (t *tool) fillModule(dir string, pkgs []string, version string) error {
	t.env = setenv(setenv(t.env, "GOWORK", "off"), "GOFLAGS", t.versionFlags())
	m, err := t.resolve(dir, pkgs, version)
	if err != nil {
		return err
	}
	module := filepath.Join(dir, "module")
	if err := copyTree(module, m.Dir); err != nil {
		return fail("", "copying %s: %v", m.Path, cause(err))
	}
	if err := checkModule(m, filepath.Join(module, "go.mod"), pkgs[0], version); err != nil {
		return err
	}
	t.dir, t.args.pkgs = module, pkgs
	return t.findGo()
}

// versionFlags returns GOFLAGS for such a build, without the flags that are
// about the main module of the user.
func (t *tool) versionFlags() string {
	flags := []string{"-mod=mod"}
	for _, f := range t.goflags {
		if name, _, _ := split(f); name != "mod" && name != "modfile" {
			flags = append(flags, f)
		}
	}
	text, _ := joinQuoted(flags)
	return text
}

// resolve finds the module, by asking for the packages in a module that has
// nothing else, and downloads it.
func (t *tool) resolve(dir string, pkgs []string, version string) (*download, error) {
	empty := filepath.Join(dir, "empty")
	if err := os.Mkdir(empty, 0o777); err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(empty, "go.mod"), []byte("module exithook.invalid\n"), 0o666); err != nil {
		return nil, err
	}
	old := t.dir
	defer func() { t.dir = old }()
	t.dir = empty
	get := []string{"get"}
	for _, pkg := range pkgs {
		get = append(get, pkg+"@"+version)
	}
	if _, err := t.goOutput(get...); err != nil {
		return nil, err
	}
	return t.download(pkgs[0])
}

func (t *tool) download(pkg string) (*download, error) {
	out, err := t.goOutput("list", "-find", "-f", "{{.Module.Path}}@{{.Module.Version}}", pkg)
	if err != nil {
		return nil, err
	}
	module, _, _ := strings.Cut(string(out), "\n") // one line for each package of a pattern
	out, err = t.goOutput("mod", "download", "-json", module)
	if err != nil {
		return nil, fail("", "downloading %s: %v", module, err)
	}
	var m download
	if err := json.Unmarshal(out, &m); err != nil {
		return nil, fail("", "go mod download: %v", err)
	}
	return &m, nil
}

// checkModule refuses modules that go install refuses, and writes the go.mod
// file if the module has none.
func checkModule(m *download, file, pkg, version string) error {
	data, err := os.ReadFile(file)
	if os.IsNotExist(err) {
		if data, err = os.ReadFile(m.GoMod); err == nil {
			err = os.WriteFile(file, data, 0o666)
		}
	}
	if err != nil {
		return fail("", "%v", err)
	}
	mod, err := modfile.ParseLax(file, data, nil)
	if err != nil {
		return fail("", "%v", err)
	}
	full, err := modfile.Parse(file, data, nil)
	if err == nil && len(full.Replace)+len(full.Exclude) > 0 {
		return fail("clone its repository and build it there", "%s@%s: the go.mod file of %s has replace or exclude directives", pkg, version, mod.Module.Mod.Path)
	}
	return nil
}

// installVersion is exithook install PKG@VERSION.
func (t *tool) installVersion(pkgs []string, version string) error {
	remove, err := t.copyModule(pkgs, version)
	if err != nil {
		return err
	}
	defer remove()
	inj, err := t.inject()
	if err != nil {
		return err
	}
	return t.goBuild(inj)
}

// buildVersion builds the program of exithook run PKG@VERSION.
func (t *tool) buildVersion(dir string, pkgs []string, version string) (string, error) {
	old := t.dir
	defer func() { t.dir = old }() // the program runs in the user's folder
	remove, err := t.copyModule(pkgs, version)
	if err != nil {
		return "", err
	}
	defer remove()
	inj, err := t.inject()
	if err != nil {
		return "", err
	}
	program := filepath.Join(dir, t.programName(inj.mains[0]))
	return program, t.goProgram(inj, program)
}
