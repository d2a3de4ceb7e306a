// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import (
	"syscall"
	"time"
	"unsafe"

	"github.com/exithook/exithook"
)

func init() {
	register(map[string]mode{
		"unstoppable": unstoppable,
		"no-files":    noFiles,
	})
}

// unstoppables are ways of a goroutine to keep a thread that nobody can stop. The
// loop is one of them where GODEBUG has asyncpreemptoff=1.
var unstoppables = map[string]func(){
	"raw":   rawRead,
	"loop":  loop,
	"sleep": sleepLong, // which is none, to compare
}

// rawRead reads for ever, in a system call that the scheduler knows nothing of.
func rawRead() {
	var fds [2]int
	syscall.Pipe(fds[:])
	var b [1]byte
	syscall.RawSyscall(syscall.SYS_READ, uintptr(fds[0]), uintptr(unsafe.Pointer(&b)), 1)
}

// unstoppable has a goroutine that cannot be stopped, and a hook that is stuck in
// some way, with a deadline: unstoppable OTHER HOOK own|all, or that returns, and
// an exit that comes later: unstoppable OTHER "" late.
func unstoppable(args []string) {
	go unstoppables[args[0]]()
	time.Sleep(50 * time.Millisecond) // it is there by now
	sayHook("first")
	switch args[2] {
	case "own":
		add(exithook.Hook{Name: "stuck", F: unstoppables[args[1]], RunOnFailure: true, Timeout: timeout})
	case "all":
		exithook.SetTimeout(timeout)
		always("stuck", unstoppables[args[1]])
	case "late":
		always("waits", func() {
			go exit(4)
			time.Sleep(200 * time.Millisecond)
		})
	}
	sayHook("third")
	exit(3)
}

// noFiles has no descriptor left, and ends: no-files WAY.
func noFiles(args []string) {
	limit := syscall.Rlimit{Cur: 3, Max: 3}
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		say("setrlimit: %v", err)
	}
	sayHook("first")
	switch args[0] {
	case "own":
		add(exithook.Hook{Name: "stuck", F: ways[args[1]], RunOnFailure: true, Timeout: timeout})
	case "all":
		exithook.SetTimeout(timeout)
		always("stuck", ways[args[1]])
	case "panic":
		always("panics", boom)
	}
	sayHook("third")
	exit(3)
}
