// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import (
	"os"
	"runtime"
	"strings"

	"github.com/exithook/exithook"
)

func init() {
	register(map[string]mode{
		"harm-hook":      harmInHook,
		"harm-end":       harmInEnd,
		"harm-fails":     harmAndFailure,
		"harm-recovered": harmRecovered,
		"harm-signal":    harmInSignal,
		"nil-in-hook":    nilInHook,
	})
}

// These are panic values whose text cannot be had without harm.
type (
	harmfulError    struct{ how string }
	harmfulStringer struct{ how string }
)

func (h harmfulError) Error() string     { return harm(h.how) }
func (h harmfulStringer) String() string { return harm(h.how) }

// harm is what a method does that is only to return a text.
func harm(how string) string {
	switch how {
	case "exit":
		exit(0)
	case "panic":
		panic("again")
	case "panic-again":
		panic(harmfulError{how})
	case "block":
		select {}
	case "goexit":
		runtime.Goexit()
	}
	return how
}

// harmful returns a value whose type has a method, Error or String.
func harmful(method, how string) any {
	if method == "Error" {
		return harmfulError{how}
	}
	return harmfulStringer{how}
}

// panicHarmfully panics with such a value: harm-... METHOD HOW.
func panicHarmfully(args []string) { panic(harmful(args[0], args[1])) }

// harmInHook has the second of three hooks panic with such a value.
func harmInHook(args []string) { middle(3, func() { panicHarmfully(args) }) }

// hasType reports whether a text names the type of such a value, which is all
// that is known of it.
func hasType(text string) bool { return strings.Contains(text, "main.harmful") }

// harmInEnd ends the program with such a panic: harm-end METHOD HOW PLACE. Hooks
// ask for the text in each way that there is.
func harmInEnd(args []string) {
	sayHook("first")
	always("status", func() {
		t, _ := exithook.Status()
		say("status: %v %d %v", t.Cause, t.Code, hasType(t.String()))
	})
	always("report", func() {
		r, ok := currentReport()
		say("report: %v %v %v", ok, hasType(r.Text()), hasType(string(r.JSON())))
	})
	careless := func() { panicHarmfully(args) }
	switch args[2] {
	case "Main":
		exithook.Main(func() int { careless(); return 0 })
	case "Go":
		exithook.Go(careless)
	case "go":
		go careless()
	}
	select {}
}

// harmAndFailure ends the program with such a panic, and a hook fails as well.
func harmAndFailure(args []string) {
	sayHook("first")
	always("second", quit)
	exithook.Go(func() { panicHarmfully(args) })
	select {}
}

// harmRecovered recovers such a panic after it has run the hooks, and exits.
func harmRecovered(args []string) {
	sayHook("first")
	done := make(chan bool)
	go func() {
		defer close(done)
		defer func() { recover() }()
		defer exithook.RunOnPanic()
		panicHarmfully(args)
	}()
	<-done
	exit(0)
}

// Signal has it be a signal.
func (harmfulStringer) Signal() {}

// harmInSignal handles a signal that is none of the system's: harm-signal HOW.
func harmInSignal(args []string) {
	sayHook("first")
	func() {
		defer func() { say("HandleSignals panicked: %v", recover() != nil) }()
		var sig os.Signal = harmfulStringer{args[0]}
		exithook.HandleSignals(sig)
	}()
	sayHook("second")
	exit(3)
}

// nilInHook has the second of three hooks panic with nil, which GODEBUG may
// have as a value of its own.
func nilInHook([]string) { middle(3, panicNil) }
