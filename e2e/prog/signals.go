// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import (
	"time"

	"github.com/exithook/exithook"
)

func init() {
	register(map[string]mode{
		"signal-await":   signalAwait,
		"signal-slow":    signalSlow,
		"signal-exit":    signalDuringExit,
		"goexit-signals": signalWhileGoexit,
	})
}

// await says that the program is ready for signals, and waits for them. If
// none ends it, it exits with code 7.
func await(d time.Duration) {
	say("ready")
	time.Sleep(d)
	exit(7)
}

// ever is as long as any test takes.
const ever = time.Minute

// signalAwait handles the usual signals, and waits for one.
func signalAwait([]string) {
	onSuccess("success", func() { say("success must not run") })
	always("hook", saySignal)
	exithook.HandleSignals()
	await(ever)
}

func saySignal() {
	t, _ := exithook.Status()
	say("%v: %v", t.Cause, t)
}

// signalSlow has a slow hook after the first signal, and a deadline for all of them if
// one is given.
func signalSlow(args []string) {
	if len(args) > 0 {
		d, _ := time.ParseDuration(args[0])
		exithook.SetTimeout(d)
	}
	sayHook("first must not run")
	always("slow", func() {
		say("in hook")
		time.Sleep(ever)
		say("slow must not end")
	})
	exithook.HandleSignals()
	await(ever)
}

// signalDuringExit has a slow hook after an exit, of so many milliseconds.
func signalDuringExit(args []string) {
	exithook.HandleSignals()
	always("slow", func() {
		say("in hook")
		time.Sleep(time.Duration(number(args, 0)) * time.Millisecond)
		say("slow ends")
	})
	exit(0)
}

// signalWhileGoexit has main call Goexit with handlers installed.
func signalWhileGoexit(args []string) {
	exithook.HandleSignals()
	mainGoexit(args)
}
