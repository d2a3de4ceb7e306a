// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import (
	"log"

	"github.com/exithook/exithook"
)

func init() {
	register(map[string]mode{
		"order":       order,
		"count":       count,
		"twice":       twice,
		"add-in-hook": addInHook,
		"add-chain":   addChain,
		"add-failure": addOnFailure,
		"add-other":   addOnOther,
		"stop":        stop,
		"stop-zero":   stopZero,
		"stop-hook":   stopInHook,
		"stop-skip":   stopSkipped,
		"success":     successOnly,
		"nil":         addNil,
	})
}

func order([]string) {
	for _, name := range []string{"A", "B", "C"} {
		sayHook(name)
	}
	finish()
}

// count adds n hooks that check that they run in order.
func count(args []string) {
	n, next := number(args, 0), 0
	always("summary", func() { say("%d hooks left", next) })
	for i := 1; i <= n; i++ {
		add(exithook.Hook{F: func() {
			if next != i {
				log.Panicf("hook %d runs in place of hook %d", i, next)
			}
			next--
		}})
	}
	next = n
	finish()
}

func twice([]string) {
	f := func() { say("f") }
	always("", f)
	always("", f)
	finish()
}

func addInHook([]string) {
	sayHook("A")
	always("B", func() {
		say("B begins")
		sayHook("X")
		sayHook("Y")
		say("B ends")
	})
	sayHook("C")
	exit(3)
}

// addChain has each hook add the next, 1,000 times.
func addChain([]string) {
	left := 1000
	always("bottom", func() { say("%d left", left) })
	var link func()
	link = func() {
		if left--; left > 0 {
			always("link", link)
		}
	}
	always("link", link)
	finish()
}

// addOnFailure adds hooks during an end with a code that is not 0.
func addOnFailure([]string) {
	sayHook("A")
	always("B", func() {
		say("B")
		onSuccess("X", func() { say("X must not run") })
		sayHook("Y")
	})
	exit(1)
}

// addOnOther has another goroutine add a hook while one runs.
func addOnOther([]string) {
	sayHook("A")
	always("B", func() {
		added := make(chan bool)
		go func() {
			sayHook("X")
			close(added)
		}()
		<-added
		say("B")
	})
	finish()
}

func stop([]string) {
	exithook.Defer(func() { say("A") })
	r := exithook.Defer(func() { say("B must not run") })
	exithook.Defer(func() { say("C") })
	say("stop B: %v", r.Stop())
	say("stop B: %v", r.Stop())
	exithook.Defer(func() { say("stop B: %v", r.Stop()) })
	finish()
}

// stopZero stops what was never added, and what has run.
func stopZero([]string) {
	var none *exithook.Registration
	say("nil: %v", none.Stop())
	say("zero: %v", new(exithook.Registration).Stop())
	r := exithook.Defer(func() { say("A") })
	exithook.Run(0)
	say("A has run: %v", r.Stop())
	finish()
}

func stopInHook([]string) {
	var self *exithook.Registration
	exithook.Defer(func() { say("A") })
	r := exithook.Defer(func() { say("B must not run") })
	self = exithook.Defer(func() {
		say("stop pending: %v", r.Stop())
		say("stop it again: %v", r.Stop())
		say("stop self: %v", self.Stop())
	})
	last := exithook.Defer(func() { say("D") })
	exithook.Defer(func() {
		say("stop the next: %v", last.Stop())
		exithook.Defer(func() { say("E") })
	})
	exit(1)
}

// stopSkipped stops, from a hook, hooks that the failure skips anyway.
func stopSkipped([]string) {
	r := exithook.Add(exithook.Hook{F: func() { say("A must not run") }})
	s := exithook.Add(exithook.Hook{F: func() { say("B must not run") }})
	say("stop before: %v", s.Stop())
	exithook.Defer(func() { say("stop skipped: %v", r.Stop()) })
	exit(1)
}

// successOnly is badexit of Go's own test with any code.
func successOnly(args []string) {
	onSuccess("A", func() { say("A") })
	sayHook("B")
	onSuccess("C", func() { say("C") })
	sayHook("D")
	onSuccess("E", func() { say("E") })
	exit(number(args, 0))
}

// addNil gives Add what it must refuse.
func addNil(args []string) {
	sayHook("A")
	switch args[0] {
	case "Add":
		exithook.Add(exithook.Hook{RunOnFailure: true})
	case "Defer":
		exithook.Defer(nil)
	case "Timeout":
		exithook.Add(exithook.Hook{F: func() {}, Timeout: -1})
	}
}
