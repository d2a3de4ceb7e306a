// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package exithook

import (
	"syscall"
	"unsafe"
)

// setDefaultAction makes sig do what it does to a program that knows nothing
// of it. Without that, Go programs ignore SIGUSR1 and others, and answer
// SIGQUIT with a trace and status 2. It does not go through os/signal, which may wait for
// others.
func setDefaultAction(sig syscall.Signal) {
	var action [64]byte // a zero struct sigaction: SIG_DFL, no flags, no mask
	syscall.RawSyscall6(syscall.SYS_RT_SIGACTION, uintptr(sig), uintptr(unsafe.Pointer(&action)), 0, sigsetSize, 0, 0)
}

// exists reports whether there is such a signal. The C library keeps 32 and 33 for itself.
func exists(sig syscall.Signal) bool {
	return sig > 0 && sig <= sigsetSize*8 && sig != 32 && sig != 33
}
