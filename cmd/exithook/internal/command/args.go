// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package command

import (
	"errors"
	"strings"
)

// arguments is a command line taken apart.
type arguments struct {
	command string
	dir     string   // of -C
	overlay string   // of -overlay
	with    []string // of each -with
	flags   []string // all others, as they were written, in one element or two
	pkgs    []string // packages or files
	rest    []string // of go run and go test: what comes after them

	ask   askFunc
	asked map[string]bool // flags that are not in the tables, and whether they take a value
}

// errHelp says that the arguments ask for help.
var errHelp = errors.New("help")

// parse takes the arguments of a command apart, as the go command does.
func parse(command string, args []string, ask askFunc) (*arguments, error) {
	a := &arguments{command: command, ask: ask, asked: make(map[string]bool)}
	for len(args) > 0 && isFlag(args[0]) {
		if args[0] == "--" {
			args = args[1:]
			break
		}
		if command == "test" && !a.known(args[0]) {
			a.rest = args // flags of the test binary: packages come before them
			return a, nil
		}
		n, err := a.flag(args)
		if err != nil {
			return nil, err
		}
		args = args[n:]
	}
	return a, a.packages(args)
}

// isHelp reports whether a flag asks for help.
func isHelp(arg string) bool {
	name, _, _ := split(arg + " ")
	return isFlag(arg) && (name == "h " || name == "help ")
}

func isFlag(arg string) bool { return len(arg) > 1 && arg[0] == '-' }

// split returns the name of a flag, and its value if that is in the same argument.
func split(arg string) (name, value string, hasValue bool) {
	return cut(strings.TrimPrefix(arg[1:], "-"))
}

func cut(flag string) (name, value string, found bool) { return strings.Cut(flag, "=") }

func (a *arguments) known(arg string) bool {
	name, _, _ := split(arg)
	_, known := takesValue(a.command, name)
	return known || name == "with" && a.command != "test"
}

// takes reports whether a flag takes a value. The error says that there is no such
// flag.
func (a *arguments) takes(name string) (value bool, err error) {
	if value, known := takesValue(a.command, name); known {
		return value, nil
	}
	if value, known := a.asked[name]; known {
		return value, nil
	}
	value, err = a.ask(a.goCommand(), name)
	if err == nil {
		a.asked[name] = value
	}
	return value, err
}

// flag takes the first of args, and its value. It returns how many that is.
func (a *arguments) flag(args []string) (n int, err error) {
	name, value, hasValue := split(args[0])
	takes := name == "with"
	switch {
	case isHelp(args[0]):
		return 0, errHelp
	case !takes:
		if takes, err = a.takes(name); err != nil {
			return 0, err
		}
	}
	n = 1
	if takes && !hasValue {
		if len(args) == 1 {
			return 0, misuse("", "flag -%s needs a value", name)
		}
		value, n = args[1], 2
	}
	a.set(name, value, args[:n])
	return n, nil
}

func (a *arguments) set(name, value string, raw []string) {
	switch name {
	case "C":
		a.dir = value
	case "overlay":
		a.overlay = value
	case "with":
		a.with = append(a.with, value)
	default:
		a.flags = append(a.flags, raw...)
	}
}

// goCommand is the command of go that does the same.
func (a *arguments) goCommand() string {
	if a.command == "env" {
		return "build"
	}
	return a.command
}

// packages takes what comes after the flags.
func (a *arguments) packages(args []string) error {
	switch a.command {
	case "run":
		n := 0
		for n < len(args) && strings.HasSuffix(args[n], ".go") {
			n++
		}
		if n == 0 {
			n = min(1, len(args))
		}
		a.pkgs, a.rest = args[:n], args[n:]
		return nil
	case "test":
		return a.testPackages(args)
	}
	a.pkgs = args
	return nil
}

// testPackages takes the packages of go test, which may be followed by flags,
// of the go command or of the test binary.
func (a *arguments) testPackages(args []string) error {
	n := 0
	for n < len(args) && !isFlag(args[n]) {
		n++
	}
	a.pkgs = args[:n]
	args = args[n:]
	for len(args) > 0 && isFlag(args[0]) && a.known(args[0]) {
		n, err := a.flag(args)
		if err != nil {
			return err
		}
		args = args[n:]
	}
	a.rest = args
	return nil
}

// has tells whether a flag was given, and its value.
func (a *arguments) has(name string) (value string, found bool) {
	for i := 0; i < len(a.flags); {
		n, v, size := a.at(i)
		if n == name {
			value, found = v, true
		}
		i += size
	}
	return value, found
}

// without returns the flags without one of them.
func (a *arguments) without(name string) []string {
	return a.choose(func(n string) bool { return n != name })
}

// selectingFlags returns those of the flags that decide on packages.
func (a *arguments) selectingFlags() []string {
	return a.choose(func(name string) bool { return selecting[name] })
}

// choose returns some of the flags, with their values.
func (a *arguments) choose(want func(name string) bool) []string {
	var flags []string
	for i := 0; i < len(a.flags); {
		name, _, n := a.at(i)
		if want(name) {
			flags = append(flags, a.flags[i:i+n]...)
		}
		i += n
	}
	return flags
}

// joined returns the flags with their values in the same word.
func (a *arguments) joined() []string {
	var flags []string
	for i := 0; i < len(a.flags); {
		name, value, n := a.at(i)
		if n == 2 {
			flags = append(flags, "-"+name+"="+value)
		} else {
			flags = append(flags, a.flags[i])
		}
		i += n
	}
	return flags
}

// at returns the flag that begins at the index, and how many elements it has.
func (a *arguments) at(i int) (name, value string, n int) {
	name, value, hasValue := split(a.flags[i])
	if takes, _ := a.takes(name); takes && !hasValue {
		return name, a.flags[i+1], 2
	}
	return name, value, 1
}

// files reports whether the packages are files.
func (a *arguments) files() bool {
	return len(a.pkgs) > 0 && strings.HasSuffix(a.pkgs[0], ".go")
}
