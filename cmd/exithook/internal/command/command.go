// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Package command is the exithook command: it builds, runs and tests Go
// programs with the exithook library put in, by way of the go command and its
// flag -overlay. It writes nothing into the user's source tree.
package command

import (
	"io"
	"os"
	"os/exec"
	"time"

	"github.com/exithook/exithook"
)

// A tool is one run of the command.
type tool struct {
	env            []string
	stdin          io.Reader
	stdout, stderr io.Writer
	args           *arguments
	dir            string // where the go command is run, "" for here
	goTool         toolchain
	goflags        []string // what the user's GOFLAGS has but for -overlay, once it was read
	version        string   // of PKG@VERSION
	stopWatching   func()   // signals, for the command itself
}

// Main runs the command and returns its exit status. It does not return if the
// program that it runs dies of a signal: then it dies of the same.
//
// SIGINT, SIGTERM, SIGHUP and SIGQUIT end it by way of the library's hooks, which
// remove temporary files. A reader of its output who is gone does not end it.
func Main(env []string, stdin io.Reader, stdout, stderr io.Writer, args []string) int {
	catchPipe()
	t := &tool{env: env, stdin: stdin, stdout: stdout, stderr: stderr}
	return finish(stderr, t.dispatch(args))
}

// commands are those that are like commands of go.
var commands = map[string]func(*tool) error{
	"build":   (*tool).build,
	"install": (*tool).build,
	"run":     (*tool).run,
	"test":    (*tool).test,
	"env":     (*tool).printEnv,
}

// others are the commands that need no go command.
var others = map[string]func(*tool) error{
	"version": (*tool).printVersion,
	"clean":   (*tool).clean,
}

func (t *tool) dispatch(args []string) error {
	if len(args) == 0 {
		io.WriteString(t.stderr, usage)
		return status(misused)
	}
	name, rest := args[0], args[1:]
	switch name {
	case "help", "-h", "-help", "--help":
		return t.help(rest)
	case toolCommand:
		return t.runTool(rest)
	}
	if _, ok := topics[name]; ok && len(rest) > 0 && isHelp(rest[0]) {
		return t.help(args[:1])
	}
	if f, ok := others[name]; ok {
		if len(rest) > 0 {
			return misuse(usageHint(name), "exithook %s takes no arguments: %s", name, rest[0])
		}
		return f(t)
	}
	f, ok := commands[name]
	if !ok {
		return misuse("run \"exithook help\" for usage", "unknown command %q", name)
	}
	a, err := parse(name, rest, askGo(t.env))
	if err == errHelp {
		return t.help(args[:1])
	}
	if err != nil {
		return err
	}
	t.args, t.dir = a, a.dir
	if err := t.prepareGo(); err != nil {
		return err
	}
	return f(t)
}

// prepareGo finds the go command for the packages of the command line.
func (t *tool) prepareGo() error {
	t.stopWatching = watchSignals()
	pkgs, version, err := t.args.versioned()
	if err != nil {
		return err
	}
	if version != "" {
		t.version = version
		return t.enterVersion(pkgs, version)
	}
	return t.findGo()
}

// watchSignals makes signals end the command by way of the hooks, until the function that
// it returns is called: from then on they are for the program that it runs.
func watchSignals() (stop func()) { return exithook.HandleSignals(ending...) }

// tempDir makes a folder, in parent or that for temporary files, which is removed by
// the returned function, or when the command is ended before that is called.
func tempDir(parent string) (dir string, remove func(), err error) {
	dir, err = os.MkdirTemp(parent, "exithook-")
	if err != nil {
		return "", nil, fail("", "making a temporary folder: %v", err)
	}
	hook := exithook.Add(exithook.Hook{F: func() { removeAll(dir) }, RunOnFailure: true, Name: "remove " + dir})
	return dir, func() {
		removeAll(dir) // before the hook is stopped: a signal may end this half way
		hook.Stop()
	}, nil
}

// wait starts a child and waits for it. If the command is ended by a signal,
// the child is too.
func wait(cmd *exec.Cmd) error {
	done := make(chan struct{})
	defer close(done)
	if err := cmd.Start(); err != nil {
		return err
	}
	hook := exithook.Add(exithook.Hook{
		F:            func() { endChild(cmd.Process, done) },
		RunOnFailure: true,
		Name:         "end " + cmd.Path,
	})
	defer hook.Stop()
	return cmd.Wait()
}

// waitBuild waits for a build, and says what takes so long.
func (t *tool) waitBuild(cmd *exec.Cmd) error {
	if isTerminal(t.stderr) {
		defer time.AfterFunc(patience, func() { io.WriteString(t.stderr, stillBuilding) }).Stop()
	}
	return wait(cmd)
}

// patience is how long a build may take without a word.
const patience = 3 * time.Second

const stillBuilding = "exithook: still building: the first time, the standard library is compiled too, with the changed runtime\n"

// isTerminal reports whether somebody may be looking. Otherwise the output must
// be that of the go command.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	fi, err := f.Stat()
	return err == nil && fi.Mode()&os.ModeCharDevice != 0
}

// endChild interrupts the go command and waits. It does not know the other
// signals: they would end it, and leave behind what it has begun.
func endChild(p *os.Process, done chan struct{}) {
	p.Signal(os.Interrupt)
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		p.Kill()
		<-done
	}
}
