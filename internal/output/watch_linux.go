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
	io, err := syscall.Open("/proc/self/io", syscall.O_RDONLY|syscall.O_CLOEXEC, 0)
	if err != nil || runtime.GOMAXPROCS(0) == 1 {
		return
	}
	var watching atomic.Bool
	go func() {
		watching.Store(true)
		watch(uintptr(io))
	}()
	clock.Await(time.Second, watching.Load)
}

// watch ends the process with the status of a crash once standard error has taken nothing
// for as long as Patience: it is full, and what the process has written does not become
// more. It looks for a minute: by then the runtime has printed all, or the panic was
// recovered.
//
//go:nosplit
//go:norace
func watch(io uintptr) {
	const looks, patience = 600, 10 // tenths of a second
	stuck, before := 0, uint64(0)
	for range looks {
		p := pollFd{fd: stderr, events: pollOut}
		ts := syscall.Timespec{}
		n, _, _ := syscall.RawSyscall6(syscall.SYS_PPOLL, uintptr(unsafe.Pointer(&p)), 1, uintptr(unsafe.Pointer(&ts)), 0, 0, 0)
		written := writtenBytes(io)
		if n > 0 || written != before {
			stuck, before = 0, written
		} else if stuck++; stuck > patience {
			syscall.RawSyscall(syscall.SYS_EXIT_GROUP, crashStatus, 0, 0)
		}
		ts = tenth
		syscall.RawSyscall(syscall.SYS_NANOSLEEP, uintptr(unsafe.Pointer(&ts)), 0, 0)
	}
}

// writtenBytes returns the number of the second line of /proc/self/io, "wchar: 1234".
//
//go:nosplit
//go:norace
func writtenBytes(io uintptr) (n uint64) {
	var text [100]byte
	syscall.RawSyscall(syscall.SYS_LSEEK, io, 0, 0)
	syscall.RawSyscall(syscall.SYS_READ, io, uintptr(unsafe.Pointer(&text)), uintptr(len(text)))
	line := 1
	for _, c := range text {
		switch {
		case c == '\n':
			line++
		case line == 2 && '0' <= c && c <= '9':
			n = 10*n + uint64(c-'0')
		}
	}
	return n
}

// tenth is a tenth of a second.
var tenth = syscall.NsecToTimespec(int64(100 * time.Millisecond))

// crashStatus is the status of a process that the runtime ends.
const crashStatus = 2
