// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package output

import (
	"runtime"
	"syscall"
	"unsafe"
)

// A sigset is the kernel's set of signals: as many bits as there are, in words.
type sigset [16 / unsafe.Sizeof(uintptr(0))]uintptr

// sigsetSize is how many bytes of it the kernel takes.
var sigsetSize = uintptr(8)

// mips says that some numbers are others than elsewhere.
const mips = runtime.GOARCH == "mips" || runtime.GOARCH == "mipsle" || runtime.GOARCH == "mips64" || runtime.GOARCH == "mips64le"

func init() {
	if mips {
		sigsetSize = 16
	}
}

// unwanted are the signals that a write may raise.
var unwanted = sigset{1<<(syscall.SIGPIPE-1) | 1<<(syscall.SIGTTOU-1)}

// The ways to change the mask. Those of mips are one higher.
const (
	sigBlock   = 0
	sigSetmask = 2
)

// blockSignals blocks these signals on the thread, and returns what was blocked before.
func blockSignals() (old sigset) { return maskSignals(sigBlock, &unwanted) }

// restoreSignals restores what was blocked before. A SIGPIPE that was raised meanwhile is
// taken back.
func restoreSignals(old sigset, raised bool) {
	const sigpipe = 1 << (syscall.SIGPIPE - 1)
	if raised && old[0]&sigpipe == 0 {
		var now syscall.Timespec
		syscall.RawSyscall6(syscall.SYS_RT_SIGTIMEDWAIT, uintptr(unsafe.Pointer(&sigset{sigpipe})), 0, uintptr(unsafe.Pointer(&now)), sigsetSize, 0, 0)
	}
	maskSignals(sigSetmask, &old)
}

func maskSignals(how uintptr, set *sigset) (old sigset) {
	if mips {
		how++
	}
	syscall.RawSyscall6(syscall.SYS_RT_SIGPROCMASK, how, uintptr(unsafe.Pointer(set)), uintptr(unsafe.Pointer(&old)), sigsetSize, 0, 0)
	return old
}
