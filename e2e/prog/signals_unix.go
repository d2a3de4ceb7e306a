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
		"signal":      signalled,
		"signal-echo": signalEcho,
		"signal-own":  signalOwn,
		"signal-many": signalMany,
	})
}

func signalNumber(args []string, i int) syscall.Signal {
	return syscall.Signal(number(args, i))
}

func kill(s syscall.Signal) { syscall.Kill(os.Getpid(), s) }

// signalled handles the signals given, the usual ones if there are none, and
// sends itself the first argument, unless that is 0.
func signalled(args []string) {
	onSuccess("success", func() { say("success must not run") })
	always("hook", saySignal)
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
