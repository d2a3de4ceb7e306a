// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build unix

package main

import (
	"os"
	"sync"
	"syscall"
	"time"

	"github.com/exithook/exithook"
)

func init() {
	register(map[string]mode{
		"signal-panic": signalThenPanic,
		"crowd":        crowd,
		"wordy":        wordy,
	})
	// What a program may do to its own standard error.
	switch os.Getenv("E2E_STDERR") {
	case "close":
		syscall.Close(2)
	case "nonblock":
		syscall.SetNonblock(2, true)
	}
}

// signalThenPanic waits for a signal. Of its hooks the first to run panics, and
// the next is stuck.
func signalThenPanic([]string) {
	always("stuck", func() {
		say("stuck")
		time.Sleep(ever)
		say("stuck must not end")
	})
	always("panics", func() {
		say("panics")
		boom()
	})
	exithook.HandleSignals()
	await(ever)
}

// crowd has so many goroutines that the dump of their stacks takes long to
// read, and ends by a hook that panics, or by a panic: crowd N hook|panic.
func crowd(args []string) {
	var begun sync.WaitGroup
	for range number(args, 0) {
		begun.Add(1)
		go idler(&begun)
	}
	begun.Wait()
	if args[1] == "hook" {
		middle(3, boom)
	}
	sayHook("hook")
	exithook.Go(boom)
	select {}
}

func idler(begun *sync.WaitGroup) {
	begun.Done()
	select {}
}

// wordy has a hook whose report is long when it fails, for its stack: wordy DEPTH.
func wordy(args []string) {
	middle(3, func() { deeper(number(args, 0)) })
}

// deeper calls itself n times.
func deeper(n int) {
	if n == 1 {
		boom()
	}
	deeper(n - 1)
}
