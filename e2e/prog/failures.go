// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import (
	"errors"
	"log"
	"runtime"

	"github.com/exithook/exithook/e2e/dep"
)

func init() {
	register(map[string]mode{
		"hook-exits":        hookExits,
		"hook-exits-thrice": hookExitsThrice,
		"hook-exits-fatal":  hookExitsFatal,
		"hook-log-fatal":    hookLogFatal,
		"hook-panics":       hookPanics,
		"hooks-panic":       hooksPanic,
		"hook-goexits":      hookGoexits,
		"hook-recovers":     hookRecovers,
		"hook-nil-panic":    hookPanicsOnReturn,
	})
}

// middle adds three hooks of which the second does f, and exits.
func middle(code int, f func()) {
	sayHook("first")
	always("second", f)
	sayHook("third")
	exit(code)
}

func hookExits(args []string)  { middle(number(args, 0), leave) }
func hookPanics(args []string) { middle(number(args, 0), boom) }
func hookGoexits(args []string) {
	middle(number(args, 0), quit)
}
func hookLogFatal([]string) { middle(0, dep.Die) }

func leave() { exit(0) }
func boom()  { panic(errors.New("boom")) }
func quit()  { runtime.Goexit() }

// hookExitsFatal has a hook call exit during an end by log.Fatal.
func hookExitsFatal([]string) {
	sayHook("first")
	always("second", leave)
	log.Fatal("fatal")
}

func hookExitsThrice([]string) {
	for _, name := range []string{"first", "second", "third"} {
		always(name, leave)
	}
	sayHook("fourth")
	exit(0)
}

func hooksPanic([]string) {
	sayHook("bottom")
	for _, name := range []string{"one", "two", "three"} {
		always(name, func() { panic(name) })
		sayHook("above " + name)
	}
	exit(1)
}

// hookRecovers has a hook that panics and recovers, which is no failure.
func hookRecovers([]string) {
	middle(0, func() {
		defer func() { say("recovered %v", recover()) }()
		panic("inner")
	})
}

// hookPanicsOnReturn panics at the return of main with hooks for success only.
func hookPanicsOnReturn([]string) {
	onSuccess("first", func() { say("first") })
	onSuccess("second", func() {
		var m map[string]int
		//lint:ignore SA5000 this panics, and that is the point
		m["a"] = 1
	})
	finish()
}
