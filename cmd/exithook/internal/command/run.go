// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package command

import (
	"errors"
	"io"
	"os"
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
		return misuse("run \"exithook help\" for usage", "no package to run")
	}
	dir, remove, err := tempDir("")
	if err != nil {
		return err
	}
	defer remove()
	program, err := t.buildProgram(dir)
	if err != nil {
		return err
	}
	return t.runProgram(program, filepath.Join(dir, "report"))
}

// buildProgram builds the one program of the command line.
func (t *tool) buildProgram(dir string) (string, error) {
	pkg, version, err := t.versioned()
	if err != nil {
		return "", err
	}
	if version != "" {
		return t.buildVersion(dir, pkg, version)
	}
	inj, err := t.inject()
	if errors.As(err, new(errBroken)) {
		return "", t.goSays()
	}
	if err != nil {
		return "", err
	}
	if len(inj.mains) > 1 {
		return "", fail("", "%s is more than one program", t.args.pkgs[0])
	}
	program := filepath.Join(dir, t.programName(inj.mains[0]))
	return program, t.goProgram(inj, program)
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
	cmd.Env = setenv(cmd.Env, "GOTMPDIR", filepath.Dir(program))
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

// runProgram runs it, and reports how it ended.
func (t *tool) runProgram(program, reportFile string) error {
	line, err := t.commandLine(program)
	if err != nil {
		return err
	}
	cmd := exec.Command(line[0], line[1:]...)
	cmd.Dir = t.dir
	cmd.Env = t.environ()
	want, _ := getenv(t.env, "EXITHOOK")
	users := want != ""
	if !users {
		cmd.Env = setenv(cmd.Env, "EXITHOOK", "report=json:"+reportFile)
	}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = t.stdin, t.stdout, t.stderr
	kills := oomKills()
	signal.Stop(t.endings)
	err = waitRelaying(cmd)
	if cmd.ProcessState == nil {
		return fail("", "running %s: %v", line[0], cause(err))
	}
	ended := end{state: cmd.ProcessState, oomKills: oomKills() - kills, wrapped: len(line) > len(t.args.rest)+1}
	if data, _ := os.ReadFile(reportFile); !users || ended.killed() {
		io.WriteString(t.stderr, ended.text(data))
	}
	return childError(err)
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
