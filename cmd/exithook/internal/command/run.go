// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package command

import (
	"fmt"
	"io"
	"os/exec"
	"os/signal"
	"path"
	"path/filepath"
	"strings"

	"golang.org/x/mod/module"
)

// run is exithook run.
func (t *tool) run() error {
	if len(t.args.pkgs) == 0 {
		return misuse(usageHint("run"), "no package to run")
	}
	dir, remove, err := tempDir("")
	if err != nil {
		return err
	}
	defer remove()
	inj, err := t.inject()
	if err != nil {
		return t.explain(err)
	}
	if len(inj.mains) > 1 {
		return fail("", "%s is more than one program", t.args.pkgs[0])
	}
	program := filepath.Join(dir, t.programName(inj.mains[0]))
	if err := t.goProgram(inj, program); err != nil {
		return err
	}
	line, err := t.commandLine(program)
	if err != nil {
		return err
	}
	if t.isSet("n") || t.isSet("x") { // as go run does
		fmt.Fprintln(t.stderr, strings.Join(line, " "))
	}
	if t.isSet("n") {
		return nil
	}
	return t.runProgram(line, dir, inj.library || t.args.with != nil)
}

// goProgram builds the program of an injection. As go run does, it leaves out
// what is known of the version control system.
func (t *tool) goProgram(inj *injection, program string) error {
	cover, err := t.coverFlags(inj)
	if err != nil {
		return err
	}
	flags := append(t.args.without("exec"), cover...)
	if _, given := t.args.has("buildvcs"); !given {
		flags = append([]string{"-buildvcs=false"}, flags...)
	}
	cmd := t.goCommand(t.goArgs(inj, "build", append([]string{"-o", program}, flags...))...)
	cmd.Stdin, cmd.Stdout = nil, t.stderr
	if !t.keepsWork() {
		cmd.Env = setenv(cmd.Env, "GOTMPDIR", filepath.Dir(program))
	}
	return childError(t.waitBuild(cmd))
}

// programName returns the name that the go command gives to the program.
func (t *tool) programName(p goPackage) string {
	name := path.Base(p.ImportPath)
	if t.args.files() {
		name = strings.TrimSuffix(filepath.Base(t.args.pkgs[0]), ".go")
	} else if prefix, _, ok := module.SplitPathVersion(p.ImportPath); ok && prefix != p.ImportPath {
		name = path.Base(prefix)
	}
	return name + t.goTool.GOEXE
}

// runProgram runs it in the user's folder, and reports how it ended.
func (t *tool) runProgram(line []string, dir string, ownLibrary bool) error {
	cmd := exec.Command(line[0], line[1:]...)
	cmd.Dir = t.args.dir
	cmd.Env = t.environ(t.args.dir)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = t.stdin, t.stdout, t.stderr
	receiver, err := newReceiver(dir)
	if err != nil {
		return fail("", "making a pipe: %v", err)
	}
	want, _ := getenv(t.env, "EXITHOOK")
	users := strings.Contains(want, "report")
	if !users {
		cmd.Env = setenv(cmd.Env, "EXITHOOK", strings.TrimPrefix(want+","+receiver.setting(), ","))
	}
	kills := oomKills()
	err = t.waitRelaying(cmd, receiver.start)
	lines := receiver.finish()
	if cmd.ProcessState == nil {
		return fail("", "running %s: %v", line[0], cause(err))
	}
	ended := end{state: cmd.ProcessState, oomKills: oomKills() - kills, wrapped: len(line) > len(t.args.rest)+1,
		ownLibrary: ownLibrary, traceback: t.traceback(), verbose: t.isSet("v")}
	if !users || ended.killed() {
		io.WriteString(t.stderr, ended.text(lines))
	}
	return childError(err)
}

// traceback reports whether the runtime prints the stack of a panic.
func (t *tool) traceback() bool {
	level, _ := getenv(t.env, "GOTRACEBACK")
	return level != "none" && level != "0"
}

// waitRelaying starts the program and waits for it. Until it ends, signals do not end
// the command but are passed on. There is no moment at which one would end it without
// its hooks.
func (t *tool) waitRelaying(cmd *exec.Cmd, started func()) error {
	signals := catchRelayed()
	defer signal.Stop(signals)
	t.stopWatching()
	defer func() { t.stopWatching = watchSignals() }()
	err := cmd.Start()
	started()
	if err != nil {
		return err
	}
	done := make(chan struct{})
	defer close(done)
	go relay(cmd.Process, signals, done)
	return cmd.Wait()
}

// commandLine returns what to execute: the program, or what -exec says, or what
// the go command looks for on PATH to run programs for other systems.
func (t *tool) commandLine(program string) ([]string, error) {
	line := append([]string{program}, t.args.rest...)
	xprog, given := t.args.has("exec")
	if given {
		words, err := splitQuoted(xprog)
		return append(words, line...), err
	}
	g := &t.goTool
	if g.GOOS == g.GOHOSTOS && g.GOARCH == g.GOHOSTARCH {
		return line, nil
	}
	name := "go_" + g.GOOS + "_" + g.GOARCH + "_exec"
	if runner, err := exec.LookPath(name); err == nil {
		line = append([]string{runner}, line...)
	}
	return line, nil
}
