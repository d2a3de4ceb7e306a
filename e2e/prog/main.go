// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Prog is what the conformance tests run: prog MODE [ARG...]. Each mode is one
// small program; the files are by topic.
//
// Hooks and modes write to standard output, one line each, without a buffer.
// So with both outputs on one pipe, the order of everything can be seen.
package main

import (
	"fmt"
	"log"
	"os"
	"strconv"

	"github.com/exithook/exithook"
)

// A mode is one small program.
type mode func(args []string)

// modes are all of them, by name.
var modes = map[string]mode{}

func register(more map[string]mode) {
	for name, m := range more {
		modes[name] = m
	}
}

func main() {
	log.SetFlags(0)
	m := modes[os.Args[1]]
	if m == nil {
		log.Fatalf("prog: there is no mode %s", os.Args[1])
	}
	m(os.Args[2:])
}

// exit is the exit function under test: os.Exit, or exithook.Exit with
// E2E_EXIT=Exit.
var exit = os.Exit

// add is the Add under test.
var add = func(h exithook.Hook) { exithook.Add(h) }

func init() {
	if os.Getenv("E2E_EXIT") == "Exit" {
		exit = exithook.Exit
	}
}

// finish ends a mode with code 0: with E2E_EXIT=return by returning from
// main, so it must be the last thing that a mode does.
func finish() {
	if os.Getenv("E2E_EXIT") != "return" {
		exit(0)
	}
}

// say writes one line to standard output in one piece.
func say(format string, args ...any) {
	os.Stdout.WriteString(fmt.Sprintf(format, args...) + "\n")
}

// always adds a hook that runs on failure too.
func always(name string, f func()) {
	add(exithook.Hook{F: f, RunOnFailure: true, Name: name})
}

// onSuccess adds a hook that runs on code 0 only.
func onSuccess(name string, f func()) {
	add(exithook.Hook{F: f, Name: name})
}

// sayHook adds a hook that says its name.
func sayHook(name string) { always(name, func() { say("%s", name) }) }

// number returns an argument that is a number.
func number(args []string, i int) int {
	n, err := strconv.Atoi(args[i])
	if err != nil {
		log.Fatalf("prog: argument %d: %v", i, err)
	}
	return n
}
