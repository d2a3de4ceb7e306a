// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package command

import (
	"encoding/json"
	goversion "go/version"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
)

// versioned returns the path and version of the arguments if they are of the
// form PKG@VERSION.
func (a *arguments) versioned() (pkgs []string, version string, err error) {
	for _, arg := range a.pkgs {
		pkg, v, found := strings.Cut(arg, "@")
		if !found && version == "" {
			continue
		}
		if version != "" && v != version || len(pkgs) == 0 && arg != a.pkgs[0] {
			return nil, "", misuse("", "%s: all packages must have the same version", arg)
		}
		pkgs, version = append(pkgs, pkg), v
	}
	if version != "" && a.command != "install" && a.command != "run" {
		return nil, "", misuse("use exithook install", "go %s takes no versions: %s", a.goCommand(), a.pkgs[0])
	}
	return pkgs, version, nil
}

// A pinned module is what the packages of PKG@VERSION are in, as the go command
// describes it.
type pinned struct {
	Path, Version, Dir, GoMod string
}

// enterVersion makes the module that has the packages at the version the main
// module of this build. What go.mod files decide is decided as by go install
// PKG@VERSION, and the same version of Go is chosen.
func (t *tool) enterVersion(pkgs []string, version string) error {
	s, err := openStore()
	if err != nil {
		return err
	}
	if err := t.findGo(); err != nil { // the user's folder counts, as it does for go install
		return err
	}
	t.env = setenv(t.env, "GOWORK", "off")
	m, err := t.resolve(s, pkgs, version)
	if err != nil {
		return err
	}
	if t.args.overlay != "" {
		t.args.overlay = t.abs(t.args.overlay)
	}
	dir, err := s.mainModule(m, t.goTool.GOMODCACHE)
	if err != nil {
		return fail("", "preparing %s@%s: %v", m.Path, m.Version, cause(err))
	}
	file, err := s.modFile(m)
	if err != nil {
		return err
	}
	t.dir, t.args.pkgs, t.goTool.GOMOD = dir, pkgs, filepath.Join(dir, "go.mod")
	t.goTool.command = filepath.Join(t.goTool.GOROOT, "bin", "go"+hostExe(&t.goTool))
	return t.setVersionFlags("-mod=mod", "-modfile="+file)
}

// setVersionFlags sets GOFLAGS, without those flags of the user that are about a
// main module of his own. The module has no history to be stamped with.
func (t *tool) setVersionFlags(flags ...string) error {
	flags = append([]string{"-buildvcs=false"}, flags...)
	for _, f := range t.goflags {
		if name, _, _ := split(f); name != "mod" && name != "modfile" {
			flags = append(flags, f)
		}
	}
	text, err := joinQuoted(flags)
	t.goflags, t.env = flags, setenv(t.env, "GOFLAGS", text)
	return err
}

// resolve finds the module, and the version of Go. It stores the answer for a version
// that does not change its meaning, such as v1.2.3.
func (t *tool) resolve(s *store, pkgs []string, version string) (*pinned, error) {
	answer := s.path("versions", strings.Join(pkgs, " ")+"@"+version)
	if m := readPinned(answer); m != nil {
		s.use(answer)
		return m, t.chooseGo(answer)
	}
	dir, remove, err := s.tempDir()
	if err != nil {
		return nil, err
	}
	defer remove()
	m, err := t.resolveIn(dir, pkgs, version)
	if err == nil && module.CanonicalVersion(version) == version {
		err = s.move(dir, answer)
	}
	return m, err
}

// readPinned returns nil if the folder does not have the answer, or the module is
// gone from the module cache.
func readPinned(dir string) *pinned {
	data, err := os.ReadFile(filepath.Join(dir, "pinned.json"))
	var m pinned
	if err != nil || json.Unmarshal(data, &m) != nil || !isDir(m.Dir) {
		return nil
	}
	if _, err := os.Stat(m.GoMod); err != nil {
		return nil
	}
	return &m
}

// emptyModule has what every supported version of Go can read, and asks for no other.
const emptyModule = "module exithook.invalid\n\ngo 1.21\n"

// resolveIn asks for the packages in a module that has nothing else.
func (t *tool) resolveIn(dir string, pkgs []string, version string) (*pinned, error) {
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte(emptyModule), 0o666); err != nil {
		return nil, err
	}
	if err := t.setVersionFlags("-mod=mod"); err != nil {
		return nil, err
	}
	m, err := t.get(dir, pkgs, version)
	if err != nil {
		return nil, err
	}
	data, err := json.Marshal(m)
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "pinned.json"), data, 0o666)
	}
	if err != nil {
		return nil, err
	}
	return m, t.chooseGo(dir)
}

// get makes the module in the folder require the packages, and downloads theirs.
func (t *tool) get(dir string, pkgs []string, version string) (*pinned, error) {
	t.dir = dir
	defer func() { t.dir = t.args.dir }()
	get := []string{"get"}
	for _, pkg := range pkgs {
		get = append(get, pkg+"@"+version)
	}
	_, says, err := t.goOutputs(get...)
	if err != nil {
		return nil, err
	}
	if err := noteSwitch(filepath.Join(dir, "go.mod"), says); err != nil {
		return nil, err
	}
	return t.pin(pkgs[0])
}

// switching is what the go command says when it is too old and another one takes over.
var switching = regexp.MustCompile(`requires go >= \S+; switching to (go1\S+)\n`)

// noteSwitch writes into the go.mod file which Go has taken over, so that it does so
// again. The go command writes only which one is needed at least.
func noteSwitch(file string, says []byte) error {
	m := switching.FindSubmatch(says)
	if m == nil {
		return nil
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(data, "\ntoolchain "+string(m[1])+"\n"...), 0o666)
}

// chooseGo looks for another go command if that of the user's folder is too old for the
// packages, as go install PKG@VERSION does. The go command has written what they
// need, and what it would take, into the go.mod file of the folder. A line toolchain in
// a go.mod file of their own does not count.
func (t *tool) chooseGo(dir string) error {
	file := filepath.Join(dir, "go.mod")
	data, err := os.ReadFile(file)
	if err != nil {
		return fail("", "%v", err)
	}
	mod, err := modfile.ParseLax(file, data, nil)
	if err != nil {
		return fail("", "%v", err)
	}
	have, _, _ := strings.Cut(t.goTool.GOVERSION, "-")
	if mod.Go == nil || !goversion.IsValid(have) || goversion.Compare("go"+mod.Go.Version, have) <= 0 {
		return nil
	}
	t.dir = dir
	defer func() { t.dir = t.args.dir }()
	return t.findGo()
}

// pin returns the module of the packages, and refuses those that go install
// refuses.
func (t *tool) pin(pkg string) (*pinned, error) {
	out, err := t.goOutput("list", "-find", "-f", "{{with .Module}}{{.Path}}\n{{.Version}}\n{{.Dir}}\n{{.GoMod}}\n{{end}}", pkg)
	if err != nil {
		return nil, err
	}
	lines := strings.Split(string(out), "\n") // those of the first package of a pattern
	if len(lines) < 5 {
		return nil, fail("", "no packages in %s", pkg)
	}
	m := &pinned{lines[0], lines[1], lines[2], lines[3]}
	data, err := os.ReadFile(m.GoMod)
	if err != nil {
		return nil, fail("", "%v", err)
	}
	mod, err := modfile.Parse(m.GoMod, data, nil)
	if err == nil && len(mod.Replace)+len(mod.Exclude) > 0 {
		return nil, fail("clone its repository and build it there", "%s@%s: the go.mod file of %s has replace or exclude directives", pkg, m.Version, m.Path)
	}
	return m, nil
}
