// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package command

import (
	"os"
	"os/exec"
	"slices"
)

// build is exithook build and exithook install.
func (t *tool) build() error {
	inj, err := t.inject()
	if err != nil {
		return t.explain(err)
	}
	flags := slices.Clone(t.args.flags)
	cover, err := t.coverFlags(inj)
	if err != nil {
		return err
	}
	cmd, remove, err := t.goScratch(t.goArgs(inj, t.args.command, append(flags, cover...))...)
	if err != nil {
		return err
	}
	defer remove()
	return childError(t.waitBuild(cmd))
}

// goArgs returns the arguments of the go command for a build.
func (t *tool) goArgs(inj *injection, command string, flags []string) []string {
	args := []string{command, "-overlay=" + inj.file}
	args = append(append(args, flags...), "--")
	return append(append(args, t.args.pkgs...), inj.files...)
}

// goScratch returns a go command whose temporary files are in a folder that is
// removed in any case: it leaves them behind if it is interrupted early.
func (t *tool) goScratch(args ...string) (*exec.Cmd, func(), error) {
	cmd := t.goCommand(args...)
	if t.keepsWork() {
		return cmd, func() {}, nil
	}
	dir, remove, err := tempDir("")
	if err != nil {
		return nil, nil, err
	}
	cmd.Env = setenv(cmd.Env, "GOTMPDIR", dir)
	return cmd, remove, nil
}

// keepsWork reports whether the go command shall leave its temporary files where
// they are, and say where that is.
func (t *tool) keepsWork() bool { return t.isSet("work") }

// isSet reports whether a flag that takes no value was given.
func (t *tool) isSet(name string) bool {
	value, given := t.args.has(name)
	return given && value != "false" && value != "0"
}

// explain lets the go command say what is wrong, in its way, if something is wrong
// with the packages or flags. A build without programs is its business alone.
func (t *tool) explain(err error) error {
	broken, refused := err.(*refusal)
	switch {
	case err == errNoMain && t.isBuild():
		return t.goSays()
	case err == errNoMain:
		return t.noMain()
	case !refused && err != errBroken:
		return err
	}
	if said := t.goSays(); said != nil {
		return said
	}
	if refused {
		return broken
	}
	return fail("", "no main package without errors")
}

// isBuild reports whether the go command builds packages that are no programs, too.
func (t *tool) isBuild() bool {
	return (t.args.command == "build" || t.args.command == "install") && t.version == "" && t.args.with == nil
}

// goSays runs the go command as the user would. Instead of go run, it runs go build.
func (t *tool) goSays() error {
	var args []string
	switch command := t.args.goCommand(); command {
	case "run":
		args = append([]string{"build", "-o", os.DevNull}, t.args.without("exec")...)
	default:
		args = append([]string{command}, t.args.flags...)
	}
	if t.args.overlay != "" {
		args = append(args, "-overlay="+t.args.overlay)
	}
	args = append(args, t.args.pkgs...)
	if t.args.command == "test" {
		args = append(args, t.args.rest...)
	}
	return childError(wait(t.goCommand(args...)))
}
