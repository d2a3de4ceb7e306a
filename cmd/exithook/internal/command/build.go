// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package command

import (
	"errors"
	"os/exec"
	"slices"
)

// build is exithook build and exithook install.
func (t *tool) build() error {
	pkgs, version, err := t.versioned()
	if err != nil {
		return err
	}
	if version != "" {
		return t.installVersion(pkgs, version)
	}
	inj, err := t.inject()
	if errors.As(err, new(errBroken)) {
		return t.goSays()
	}
	if err != nil {
		return err
	}
	return t.goBuild(inj)
}

// goBuild runs the command of go with what was injected.
func (t *tool) goBuild(inj *injection) error {
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
	if _, keep := t.args.has("work"); keep {
		return cmd, func() {}, nil
	}
	dir, remove, err := tempDir("")
	if err != nil {
		return nil, nil, err
	}
	cmd.Env = setenv(cmd.Env, "GOTMPDIR", dir)
	return cmd, remove, nil
}

// goSays lets the go command report what is wrong with packages that cannot be
// listed.
func (t *tool) goSays() error {
	args := append([]string{t.args.goCommand()}, t.args.flags...)
	if t.args.command == "run" {
		args[0] = "build"
	}
	if t.args.overlay != "" {
		args = append(args, "-overlay="+t.args.overlay)
	}
	args = append(append(args, "--"), t.args.pkgs...)
	if err := childError(wait(t.goCommand(args...))); err != nil {
		return err
	}
	return fail("", "no main package without errors")
}
