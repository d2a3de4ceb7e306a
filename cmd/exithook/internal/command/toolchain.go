// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package command

import (
	"bytes"
	"encoding/json"
	"go/version"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Versions of Go that programs can be built with. Later ones build, but have no
// hooks at os.Exit until the library has been tested with them.
const (
	oldest = "go1.25"
	newest = "go1.27"
)

// A toolchain is what the go command says of itself.
type toolchain struct {
	GOVERSION, GOFLAGS, GOMOD, GOWORK, GOMODCACHE, GOROOT, GO111MODULE string
	GOOS, GOARCH, GOHOSTOS, GOHOSTARCH, GOEXE                          string

	command string // the go command of a GOROOT that the one on PATH would not choose
}

// goCommand returns a command of go, to be run in the folder of -C.
func (t *tool) goCommand(args ...string) *exec.Cmd {
	cmd := exec.Command("go", args...)
	cmd.Env = t.environ(t.dir)
	if g := &t.goTool; g.command != "" {
		cmd = exec.Command(g.command, args...)
		cmd.Env = setenv(setenv(t.environ(t.dir), "GOROOT", g.GOROOT), "GOTOOLCHAIN", "local")
	}
	cmd.Dir = t.dir
	cmd.Stdin = t.stdin
	cmd.Stdout = t.stdout
	cmd.Stderr = t.stderr
	return cmd
}

// environ returns the environment for a command in a folder.
func (t *tool) environ(dir string) []string {
	if path, err := filepath.Abs(dir); err == nil && dir != "" {
		return setenv(t.env, "PWD", path)
	}
	return t.env
}

// goOutput runs a command of go and returns what it prints. If it fails, the error
// has what it said.
func (t *tool) goOutput(args ...string) ([]byte, error) {
	out, _, err := t.goOutputs(args...)
	return out, err
}

// goOutputs also returns what it has to say.
func (t *tool) goOutputs(args ...string) (stdout, stderr []byte, err error) {
	cmd := t.goCommand(args...)
	var out, errs bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = nil, &out, &errs
	if err := wait(cmd); err != nil {
		return nil, nil, &refusal{childError(err), errs.Bytes()}
	}
	return out.Bytes(), errs.Bytes(), nil
}

// A refusal is the error of a go command that has said itself what is wrong, which is
// still to be shown.
type refusal struct {
	error
	says []byte
}

func (r *refusal) Unwrap() error { return r.error }

// findGo finds out about the go command, and refuses versions of which it is
// not known that programs built with them have hooks.
func (t *tool) findGo() error {
	if _, err := exec.LookPath("go"); err != nil {
		return fail("install Go from https://go.dev/dl", "the go command is not on PATH")
	}
	if t.args.dir != "" && !isDir(t.args.dir) {
		return misuse("", "-C %s: not a folder", t.args.dir)
	}
	t.goTool = toolchain{}
	out, err := t.goOutput("env", "-json", "GOVERSION", "GOFLAGS", "GOMOD", "GOWORK", "GOMODCACHE", "GOROOT", "GO111MODULE",
		"GOOS", "GOARCH", "GOHOSTOS", "GOHOSTARCH", "GOEXE")
	if err != nil {
		return err
	}
	if err := json.Unmarshal(out, &t.goTool); err != nil {
		return fail("", "go env: %v", err)
	}
	if err := t.goTool.check(); err != nil || t.goflags != nil {
		return err
	}
	return t.takeGoflags()
}

func (g *toolchain) check() error {
	v := language(g.GOVERSION)
	switch {
	case version.Compare(v, oldest) < 0:
		return fail("use Go 1.25 to 1.27, for instance with GOTOOLCHAIN=go1.25.11", "%s is too old", g.GOVERSION)
	case version.Compare(v, newest) > 0:
		return fail("use Go 1.25 to 1.27, for instance with GOTOOLCHAIN=go1.27.3", "%s is newer than this version of exithook: its programs would have no hooks at os.Exit", g.GOVERSION)
	case g.GOMOD == "":
		return fail("unset GO111MODULE", "GOPATH mode is not supported")
	}
	return nil
}

// language returns go1.26 for "go1.26.8-X:nodwarf5" and
// "devel go1.26-0123456789 Mon Jan ...".
func language(goversion string) string {
	v := strings.TrimPrefix(goversion, "devel ")
	v, _, _ = strings.Cut(v, " ")
	v, _, _ = strings.Cut(v, "-")
	return version.Lang(v)
}

// outsideModule reports that there is no go.mod file here.
func (g *toolchain) outsideModule() bool {
	return g.GOMOD == os.DevNull && (g.GOWORK == "" || g.GOWORK == "off")
}

// setenv returns env with a variable set.
func setenv(env []string, name, value string) []string {
	var result []string
	for _, kv := range env {
		if !strings.HasPrefix(kv, name+"=") {
			result = append(result, kv)
		}
	}
	return append(result, name+"="+value)
}

func getenv(env []string, name string) (value string, found bool) {
	for _, kv := range env {
		if v, ok := strings.CutPrefix(kv, name+"="); ok {
			value, found = v, true
		}
	}
	return value, found
}
