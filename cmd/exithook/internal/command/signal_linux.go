// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package command

import (
	"runtime"
	"strings"
	"syscall"
	"unsafe"
)

// setDefault sets the action of a signal to what it is without the Go runtime,
// which would print a stack for some.
func setDefault(sig syscall.Signal) {
	var action [64]byte // at least the size of the kernel's struct sigaction
	syscall.RawSyscall6(syscall.SYS_RT_SIGACTION, uintptr(sig), uintptr(unsafe.Pointer(&action)), 0, sigsetSize(), 0, 0)
}

// sigsetSize is the size of the kernel's set of signals, of which mips has 128.
func sigsetSize() uintptr {
	if strings.HasPrefix(runtime.GOARCH, "mips") {
		return 16
	}
	return 8
}
