// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build linux || darwin || freebsd

package e2e

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// hosted is Go code for an interpreter to load.
const hosted = `package main

import "C"

import (
	"os"

	"github.com/exithook/exithook"
)

//export Hook
func Hook() { exithook.Defer(func() { os.Stdout.WriteString("hook\n") }) }

//export Handle
func Handle() { exithook.HandleSignals() }

//export Exit
func Exit() { os.Exit(3) }

//export Run
func Run() { exithook.Run(0) }

func main() {}
`

// interpreted is the interpreter's part: interpreted LIBRARY WAY.
const interpreted = `
import ctypes, os, signal, sys, time

lib = ctypes.CDLL(sys.argv[1])
lib.Hook()
way = sys.argv[2]
if way == "Exit":
    lib.Exit()
if way == "sys.exit":
    sys.exit(4)
if way == "Run":
    lib.Run()
    sys.exit(5)
if way != "unhandled":
    lib.Handle()
if way == "Python later":
    signal.signal(signal.SIGINT, signal.default_int_handler)
try:
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(30)
except KeyboardInterrupt:
    print("KeyboardInterrupt")
finally:
    print("finally")
`

// TestInterpreter has Python load Go code with hooks. The end of the interpreter is none
// of Go's, and HandleSignals takes Ctrl-C away from Python, which raises no
// KeyboardInterrupt then.
func TestInterpreter(t *testing.T) {
	python, err := lookPath("python3")
	if err != nil {
		unpermitted(t, err.Error())
	}
	if out, err := exec.Command("go", "env", "CGO_ENABLED").Output(); err != nil || strings.TrimSpace(string(out)) != "1" {
		unpermitted(t, "c-shared libraries need cgo")
	}
	dir := module(t, map[string]string{"main.go": hosted, "main.py": interpreted})
	link.goIn(t, dir, "build", "-buildmode=c-shared", "-o", "lib.so", ".")
	for way, want := range map[string]struct{ ending, stdout string }{
		"unhandled":    {"status 0", lines("KeyboardInterrupt", "finally")},
		"handled":      {"signal: interrupt", lines("hook")},
		"Python later": {"status 0", lines("KeyboardInterrupt", "finally")},
		"sys.exit":     {"status 4", ""},
		"Run":          {"status 5", lines("hook")},
		"Exit":         {"status 3", lines("hook")},
	} {
		r := run{exe: python, args: []string{filepath.Join(dir, "main.py"), filepath.Join(dir, "lib.so"), way}}.do(t)
		if r.ending() != want.ending || r.stdout != want.stdout || r.stderr != "" {
			t.Errorf("%s: want %s and %q, got %v", way, want.ending, want.stdout, r)
		}
	}
}
