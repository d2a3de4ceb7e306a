// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package output

import (
	"runtime"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"

	"github.com/exithook/exithook/internal/clock"
)

// watchRuntime is for builds without the link into the runtime, in which a goroutine ends
// the process if the runtime waits for standard error. The goroutine keeps its thread from
// here on, because no other may go on while the runtime prints; it needs a processor of
// its own for that.
func watchRuntime() {
	if runtime.GOMAXPROCS(0) == 1 {
		return
	}
	var watching atomic.Bool
	go func() {
		watching.Store(true)
		watch()
	}()
	clock.Await(time.Second, watching.Load)
}

// watch ends the process with the status of a crash once standard error has taken nothing
// for as long as Patience. It looks for a minute: by then the runtime has printed all, or
// the panic was recovered.
//
//go:nosplit
//go:norace
func watch() {
	const looks, patience = 600, 10 // tenths of a second
	stuck := 0
	for range looks {
		p := pollFd{fd: stderr, events: pollOut}
		ts := syscall.Timespec{}
		if n, _, _ := syscall.RawSyscall6(syscall.SYS_PPOLL, uintptr(unsafe.Pointer(&p)), 1, uintptr(unsafe.Pointer(&ts)), 0, 0, 0); n > 0 {
			stuck = 0
		} else if stuck++; stuck > patience {
			syscall.RawSyscall(syscall.SYS_EXIT_GROUP, crashStatus, 0, 0)
		}
		ts = tenth
		syscall.RawSyscall(syscall.SYS_NANOSLEEP, uintptr(unsafe.Pointer(&ts)), 0, 0)
	}
}

// tenth is a tenth of a second.
var tenth = syscall.NsecToTimespec(int64(100 * time.Millisecond))

// crashStatus is the status of a process that the runtime ends.
const crashStatus = 2
