// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import (
	"os"
	"syscall"
	"time"
	"unsafe"
)

func init() {
	register(map[string]mode{"rights": rights})
}

// rights drops rights in some way, or keeps them, and exits. Its hook takes longer than
// a short deadline.
func rights(args []string) {
	var err error
	switch args[0] {
	case "setuid":
		err = syscall.Setreuid(os.Getuid(), os.Getuid())
	case "setgid":
		err = syscall.Setregid(os.Getgid(), os.Getgid())
	case "capset":
		err = dropCapabilities()
	}
	if err != nil {
		say("%s: %v", args[0], err)
	}
	sayHook("hook")
	always("slow", func() { time.Sleep(300 * time.Millisecond) })
	exit(0)
}

// dropCapabilities takes all capabilities from all threads.
func dropCapabilities() error {
	header := [2]uint32{0x20080522} // version 3, this thread
	var none [6]uint32
	_, _, errno := syscall.AllThreadsSyscall(syscall.SYS_CAPSET, uintptr(unsafe.Pointer(&header)), uintptr(unsafe.Pointer(&none)), 0)
	if errno == syscall.ENOTSUP { // with cgo, as with the race detector
		_, _, errno = syscall.Syscall(syscall.SYS_CAPSET, uintptr(unsafe.Pointer(&header)), uintptr(unsafe.Pointer(&none)), 0)
	}
	if errno != 0 {
		return errno
	}
	return nil
}
