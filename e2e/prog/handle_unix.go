// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build unix

package main

import (
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/exithook/exithook"
)

func init() {
	register(map[string]mode{
		"signal-stop":         signalStop,
		"signal-stop-own":     signalStopOwn,
		"signal-stop-two":     signalStopTwo,
		"signal-stop-in-hook": signalStopInHook,
		"exit-by-signal":      exitBySignal,
		"exit-by-refused":     exitByRefused,
		"exit-by-late":        exitByLate,
	})
}

// signalStop handles a signal, and stops that so many times.
func signalStop(args []string) {
	s := signalNumber(args, 0)
	sayHook("hook must not run")
	stop := exithook.HandleSignals(s)
	for range number(args, 1) {
		stop()
	}
	say("ready")
	kill(s)
	time.Sleep(300 * time.Millisecond)
	say("goes on")
	syscall.Exit(7)
}

// signalStopOwn has a Notify of its own, which gets the signal afterwards.
func signalStopOwn([]string) {
	own := make(chan os.Signal, 1)
	sayHook("hook")
	signal.Notify(own, syscall.SIGTERM)
	exithook.HandleSignals()()
	kill(syscall.SIGTERM)
	say("own: %v", <-own)
	exit(3)
}

// signalStopTwo handles a signal twice, and stops the first or the second.
func signalStopTwo(args []string) {
	sayHook("hook")
	first := exithook.HandleSignals(syscall.SIGTERM)
	second := exithook.HandleSignals(syscall.SIGTERM, syscall.SIGHUP)
	stop := first
	if args[0] == "second" {
		stop = second
	}
	stop()
	stop()
	kill(syscall.SIGTERM)
	await(ever)
}

// signalStopInHook has a hook stop what brought it about.
func signalStopInHook([]string) {
	sayHook("first")
	stop := exithook.HandleSignals()
	always("stops", func() {
		stop()
		say("stopped")
	})
	kill(syscall.SIGTERM)
	await(ever)
}

// exitBySignal has a handler of its own.
func exitBySignal(args []string) {
	own := make(chan os.Signal, 1)
	signal.Notify(own, signalNumber(args, 0))
	onSuccess("success", func() { say("success must not run") })
	always("hook", saySignal)
	go func() {
		s := <-own
		say("own: %v", s)
		exithook.ExitBySignal(s)
		say("it returned")
	}()
	if len(args) == 1 {
		kill(signalNumber(args, 0))
	}
	await(ever)
}

// exitByRefused says how ExitBySignal refuses a signal.
func exitByRefused(args []string) {
	sayHook("hook")
	func() {
		defer func() { say("%v", recover()) }()
		exithook.ExitBySignal(signalNumber(args, 0))
	}()
	exit(3)
}

// exitByLate has an exit come before.
func exitByLate([]string) {
	sayHook("first")
	always("slow", func() {
		go func() {
			exithook.ExitBySignal(syscall.SIGTERM)
			say("it returned")
		}()
		time.Sleep(300 * time.Millisecond)
		say("slow ends")
	})
	exit(5)
}
