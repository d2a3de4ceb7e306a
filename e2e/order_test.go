// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package e2e

import (
	"testing"
)

func TestOrder(t *testing.T) {
	conform(t, 2, func(t *testing.T, b *build) {
		for _, exit := range b.exits() {
			r := run{build: b, args: []string{"order"}, env: []string{"E2E_EXIT=" + exit}}.do(t)
			r.want(t, "status 0", lines("C", "B", "A"), "")
		}
	})
}

// exits are the values of E2E_EXIT for which the hooks run.
func (b *build) exits() []string {
	if b.link {
		return []string{"os.Exit", "Exit", "return"}
	}
	return []string{"Exit"}
}

func TestCount(t *testing.T) {
	conform(t, 3, func(t *testing.T, b *build) {
		for _, n := range []string{"128", "256", "10000", "1000000"} {
			b.run(t, "count", n).want(t, "status 0", lines("0 hooks left"), "")
		}
	})
}

func TestTwice(t *testing.T) {
	conform(t, 4, func(t *testing.T, b *build) {
		b.run(t, "twice").want(t, "status 0", lines("f", "f"), "")
	})
}

func TestAddInHook(t *testing.T) {
	conform(t, 5, func(t *testing.T, b *build) {
		b.run(t, "add-in-hook").want(t, "status 3", lines("C", "B begins", "B ends", "Y", "X", "A"), "")
		b.run(t, "add-chain").want(t, "status 0", lines("0 left"), "")
		b.run(t, "add-failure").want(t, "status 1", lines("B", "Y", "A"), "")
		b.run(t, "add-other").want(t, "status 0", lines("B", "X", "A"), "")
	})
}

func TestStop(t *testing.T) {
	conform(t, 9, func(t *testing.T, b *build) {
		b.run(t, "stop").want(t, "status 0", lines("stop B: true", "stop B: false", "stop B: false", "C", "A"), "")
		b.run(t, "stop-zero").want(t, "status 0", lines("nil: false", "zero: false", "A", "A has run: false"), "")
	})
}

func TestStopInHook(t *testing.T) {
	conform(t, 10, func(t *testing.T, b *build) {
		b.run(t, "stop-hook").want(t, "status 1", lines("stop the next: true", "E", "stop pending: true",
			"stop it again: false", "stop self: false", "A"), "")
		b.run(t, "stop-skip").want(t, "status 1", lines("stop before: true", "stop skipped: false"), "")
	})
}

func TestNil(t *testing.T) {
	conform(t, 23, func(t *testing.T, b *build) {
		for arg, message := range map[string]string{
			"Add":     "exithook: Add: the function to run is nil, at order.go:N",
			"Defer":   "exithook: Defer: the function to run is nil, at order.go:N",
			"Timeout": "exithook: Add: the timeout of a hook must not be negative, but is -1ns, at order.go:N",
		} {
			r := b.run(t, "nil", arg)
			stdout := ""
			if b.panics {
				stdout = "A\n" // it is a panic like others
			}
			r.want(t, "status 2", stdout, "panic: "+message+"\n\ngoroutine N [running]:\n"+
				frames("github.com/exithook/exithook."+addName(arg), "hook.go",
					"main.addNil", "order.go", "main.main", "main.go"))
		}
	})
}

// addName is the function that a mode of nil calls.
func addName(arg string) string {
	if arg == "Defer" {
		return arg
	}
	return "Add"
}

// frames is the text of a stack in normal form, given the functions and their
// files.
func frames(pairs ...string) string {
	text := ""
	for i := 0; i < len(pairs); i += 2 {
		text += pairs[i] + "(...)\n\t" + pairs[i+1] + ":N\n"
	}
	return text
}

func TestSuccessOnly(t *testing.T) {
	conform(t, 27, func(t *testing.T, b *build) {
		for code, want := range map[string]string{
			"0":   lines("E", "D", "C", "B", "A"),
			"1":   lines("D", "B"),
			"54":  lines("D", "B"),
			"255": lines("D", "B"),
		} {
			b.run(t, "success", code).want(t, "status "+code, want, "")
		}
	})
}
