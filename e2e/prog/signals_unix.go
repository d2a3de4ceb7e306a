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
		"signal":         signalled,
		"signal-slow":    signalSlow,
		"signal-exit":    signalDuringExit,
		"signal-echo":    signalEcho,
		"signal-own":     signalOwn,
		"signal-many":    signalMany,
		"goexit-signals": signalWhileGoexit,
	})
}

func signalNumber(args []string, i int) syscall.Signal {
	return syscall.Signal(number(args, i))
}

func kill(s syscall.Signal) { syscall.Kill(os.Getpid(), s) }

// await says that the program is ready for signals, and waits for them. If
// none ends it, it exits with code 7.
func await(d time.Duration) {
	say("ready")
	time.Sleep(d)
	exit(7)
}

// ever is as long as any test takes.
const ever = time.Minute

// signalled handles the signals given, the usual ones if there are none, and
// sends itself the first argument, unless that is 0.
func signalled(args []string) {
	onSuccess("success", func() { say("success must not run") })
	always("hook", func() {
		t, _ := exithook.Status()
		say("%v: %v", t.Cause, t)
	})
	var sigs []os.Signal
	for i := range args[1:] {
		sigs = append(sigs, signalNumber(args, i+1))
	}
	exithook.HandleSignals(sigs...)
	s := signalNumber(args, 0)
	if s == 0 {
		await(ever)
	}
	kill(s)
	if signal.Ignored(s) {
		await(200 * time.Millisecond)
	}
	await(ever)
}

// signalSlow has a slow hook after the first signal.
func signalSlow([]string) {
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

// signalEcho has the same signal come again at once.
func signalEcho([]string) {
	exithook.HandleSignals()
	always("slow", func() {
		for range 3 {
			kill(syscall.SIGTERM)
		}
		time.Sleep(300 * time.Millisecond)
		say("slow ends")
	})
	kill(syscall.SIGTERM)
	time.Sleep(ever)
}

// signalOwn has a Notify of its own for a signal, before HandleSignals or
// after.
func signalOwn(args []string) {
	own := make(chan os.Signal, 1)
	if args[1] == "before" {
		signal.Notify(own, signalNumber(args, 0))
	}
	exithook.HandleSignals(signalNumber(args, 0))
	if args[1] == "after" {
		signal.Notify(own, signalNumber(args, 0))
	}
	always("hook", func() { say("hook, own: %v", <-own) })
	kill(signalNumber(args, 0))
	await(ever)
}

// signalMany has 10 goroutines send signals while others exit.
func signalMany([]string) {
	exithook.HandleSignals()
	always("always", func() { say("always %s", statusCode()) })
	onSuccess("success", func() { say("success") })
	for g := range 10 {
		go func() {
			if g%2 == 0 {
				exit(g % 4)
			}
			kill(syscall.SIGTERM)
		}()
	}
	select {}
}

// signalWhileGoexit has main call Goexit with handlers installed.
func signalWhileGoexit(args []string) {
	exithook.HandleSignals()
	mainGoexit(args)
}
