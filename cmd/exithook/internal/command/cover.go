// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package command

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// The go command's tool cover knows nothing of overlays. So it must not get the copy of the
// library, which the user does not want to know about anyway, and it must read the added
// file of a main package where that file really is.

// coverFlags returns what must be added to the flags of a build of programs
// that count what is executed.
func (t *tool) coverFlags(inj *injection) ([]string, error) {
	if !t.covers() {
		return nil, nil
	}
	pkgs, err := t.covered()
	if err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, fail("", "%v", err)
	}
	line := []string{self, toolCommand, inj.file}
	if users, given := t.flag("toolexec"); given {
		words, err := splitQuoted(users)
		if err != nil {
			return nil, err
		}
		line = append(line, words...)
	}
	quoted, err := joinQuoted(line)
	return []string{"-coverpkg=" + strings.Join(pkgs, ","), "-toolexec=" + quoted}, err
}

// flag returns the value of a flag from the command line or GOFLAGS.
func (t *tool) flag(name string) (value string, given bool) {
	if value, given = t.args.has(name); given {
		return value, true
	}
	for _, f := range t.goflags {
		if n, v, _ := split(f); n == name {
			value, given = v, true
		}
	}
	return value, given
}

func (t *tool) covers() bool {
	for _, name := range []string{"coverpkg", "covermode", "cover"} {
		if value, given := t.flag(name); given {
			return value != "false"
		}
	}
	return false
}

// covered returns the packages that the go command would choose: those of the
// main modules that the programs are made of, or those of -coverpkg.
func (t *tool) covered() ([]string, error) {
	deps, err := t.list(t.args.pkgs, "-deps", listed)
	if err != nil {
		return nil, err
	}
	patterns, given := t.flag("coverpkg")
	var wanted []goPackage
	if given {
		if wanted, err = t.list(strings.Split(patterns, ",")); err != nil {
			return nil, err
		}
	}
	var pkgs []string
	for _, p := range deps {
		isMain := !p.Standard && p.Module != nil && p.Module.Main
		isWanted := slices.ContainsFunc(wanted, func(w goPackage) bool { return w.ImportPath == p.ImportPath })
		if !given && (isMain || t.args.files() && p.ImportPath == "command-line-arguments") || isWanted {
			pkgs = append(pkgs, p.ImportPath)
		}
	}
	return pkgs, nil
}

// toolCommand is the first argument of the command when it is run instead of
// a tool of the go command, by its flag -toolexec. The others are the file of
// the overlay, and the tool with its arguments.
const toolCommand = "-toolexec"

// runTool runs the tool. If that is cover, it reads the files of the overlay.
func (t *tool) runTool(args []string) error {
	if len(args) < 2 {
		return misuse("", "%s is for the go command", toolCommand)
	}
	overlay, args := args[0], args[1:]
	if slices.ContainsFunc(args, isCover) {
		data, err := os.ReadFile(overlay)
		var o struct{ Replace map[string]string }
		if err == nil {
			err = json.Unmarshal(data, &o)
		}
		if err != nil {
			return fail("", "%v", err)
		}
		for i, arg := range args {
			if file := o.Replace[arg]; file != "" {
				args[i] = file
			}
		}
	}
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = t.stdin, t.stdout, t.stderr
	return childError(cmd.Run())
}

func isCover(arg string) bool {
	return strings.TrimSuffix(filepath.Base(arg), ".exe") == "cover"
}
