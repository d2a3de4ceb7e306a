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
		"signals-later":    signalsLater,
		"signals-in-exit":  signalsInExit,
		"signals-burst":    signalsBurst,
		"signal-twice":     signalTwice,
		"handle-number":    handleNumber,
		"handle-and-reset": handleAndReset,
		"handle-pipe":      handlePipe,
		"stopped":          stopped,
	})
}

// laterHooks adds a hook that waits for so many signals, and sends some itself.
// They have come to others as well when it ends.
func laterHooks(n int, send []syscall.Signal) {
	own := make(chan os.Signal, 16)
	signal.Notify(own, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	sayHook("first")
	always("slow", func() {
		say("in hook")
		for _, s := range send {
			kill(s)
		}
		patience := time.After(10 * time.Second)
		for range n {
			select {
			case <-own:
			case <-patience:
				say("a signal did not come")
			}
		}
		time.Sleep(200 * time.Millisecond)
		say("slow ends")
	})
}

// signalsLater waits for the first of so many signals, and for the others while
// the hooks run: signals-later N [SIGNAL...]. Those given it sends itself.
func signalsLater(args []string) {
	var send []syscall.Signal
	for i := range args[1:] {
		send = append(send, signalNumber(args, i+1))
	}
	first := syscall.Signal(0) // which sends nothing
	if len(send) > 0 {
		first, send = send[0], send[1:]
	}
	laterHooks(number(args, 0), send)
	exithook.HandleSignals()
	kill(first)
	await(ever)
}

// signalsInExit waits for so many signals while the hooks of an exit run.
func signalsInExit(args []string) {
	laterHooks(number(args, 0), nil)
	exithook.HandleSignals()
	exit(0)
}

// signalsBurst sends itself two signals, of which the second comes before the hooks of
// the first are run.
func signalsBurst([]string) {
	laterHooks(2, nil)
	exithook.HandleSignals()
	kill(syscall.SIGHUP)
	kill(syscall.SIGTERM)
	await(ever)
}

// signalTwice sends itself SIGINT, and once more within a few milliseconds. It says
// so if the machine is too slow for that.
func signalTwice([]string) {
	exithook.HandleSignals()
	begin := time.Now()
	always("slow", func() {
		if time.Since(begin) > 50*time.Millisecond {
			say("too slow")
			return
		}
		kill(syscall.SIGINT)
		time.Sleep(300 * time.Millisecond)
		say("slow ends")
	})
	kill(syscall.SIGINT)
	await(ever)
}

// handleNumber says how HandleSignals refuses a number.
func handleNumber(args []string) {
	defer func() { say("%v", recover()) }()
	exithook.HandleSignals(signalNumber(args, 0))
	say("handled")
}

// handleAndReset has others take the signal from HandleSignals.
func handleAndReset(args []string) {
	sayHook("hook")
	exithook.HandleSignals()
	if args[0] == "Reset" {
		signal.Reset(syscall.SIGTERM)
	} else {
		signal.Ignore(syscall.SIGTERM)
	}
	kill(syscall.SIGTERM)
	time.Sleep(200 * time.Millisecond)
	say("goes on")
	exit(7)
}

// handlePipe writes to standard output until that fails, with SIGPIPE handled or not.
func handlePipe(args []string) {
	always("hook", func() { os.Stderr.WriteString("hook\n") })
	if args[0] == "handled" {
		exithook.HandleSignals(syscall.SIGPIPE)
	}
	for {
		if _, err := os.Stdout.WriteString("line\n"); err != nil {
			select {}
		}
	}
}

// stopped has a stuck hook, and a deadline that passes while the process is stopped.
func stopped([]string) {
	exithook.SetTimeout(time.Second)
	sayHook("first must not run")
	always("stuck", func() {
		say("in hook")
		sleepLong()
	})
	exit(3)
}
