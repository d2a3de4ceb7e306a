// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import (
	"fmt"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

const module = "github.com/exithook/exithook"

// A program is built with one of the packages.
type program struct {
	name    string
	pkg     string // its folder in prog
	module  string // of the package
	imports string // the package
	command string // the command that builds it, go if empty
	flags   []string
	args    []string // before those that say what to do
}

const (
	model         = "model"
	ours          = "exithook"
	oursBuild     = "exithook build"
	none          = "os.Exit"
	mutex         = "sync.Mutex"
	modelPath     = "internal/runtime/exithook"
	modelTag      = "-tags=bench_model"
	modelLinkFlag = "-ldflags=-checklinkname=0"
)

var programs = []*program{
	{name: model, pkg: "model", imports: modelPath, flags: []string{modelTag, modelLinkFlag}},
	{name: ours, pkg: "exithook", module: module, imports: module},
	{name: oursBuild, pkg: "exithook", module: module, imports: module, command: "exithook"},
	{name: "tebeka", pkg: "tebeka", module: "github.com/tebeka/atexit", imports: "github.com/tebeka/atexit"},
	{name: "rclone", pkg: "rclone", module: "github.com/rclone/rclone", imports: "github.com/rclone/rclone/lib/atexit"},
	{name: "logrus", pkg: "logrus", module: "github.com/sirupsen/logrus", imports: "github.com/sirupsen/logrus"},
	{name: "closer", pkg: "closer", module: "github.com/xlab/closer", imports: "github.com/xlab/closer"},
	{name: "xgfone", pkg: "xgfone", module: "github.com/xgfone/go-atexit", imports: "github.com/xgfone/go-atexit"},
	{name: "shutdown2", pkg: "shutdown2", module: "github.com/klauspost/shutdown2", imports: "github.com/klauspost/shutdown2"},
	{name: "fx", pkg: "fx", module: "go.uber.org/fx", imports: "go.uber.org/fx"},
	{name: none, pkg: "none"},
}

// floor is a program without hooks. It does the least that a package with a lock does to
// add one.
var floor = &program{name: mutex, pkg: "mutex"}

// lookup returns the program of that name.
func lookup(name string) *program {
	return programs[slices.IndexFunc(programs, func(p *program) bool { return p.name == name })]
}

// A builder builds the programs into a folder.
type builder struct{ dir string }

// exe returns the path of a binary.
func (b builder) exe(name string) string {
	return filepath.Join(b.dir, strings.ReplaceAll(name, " ", "_")+".exe")
}

func (b builder) command(name string) string {
	if name == "exithook" {
		return b.exe("command")
	}
	return "go"
}

// buildAll builds the command, and each program into the binary of its name.
func (b builder) buildAll() error {
	if err := execute("go", "build", "-o", b.exe("command"), module+"/cmd/exithook"); err != nil {
		return err
	}
	for _, p := range slices.Concat(programs, []*program{floor, registry, noAssembly}) {
		args := append([]string{"build", "-o", b.exe(p.name)}, p.flags...)
		if err := execute(b.command(p.command), append(args, path.Join(module, "bench/prog", p.pkg))...); err != nil {
			return err
		}
	}
	return nil
}

func execute(command string, args ...string) error {
	if out, err := exec.Command(command, args...).CombinedOutput(); err != nil {
		return fmt.Errorf("%s %s: %v\n%s", command, strings.Join(args, " "), err, out)
	}
	return nil
}
