// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package output

import (
	"syscall"
	"unsafe"

	"github.com/exithook/exithook/internal/link"
)

// prepareRuntime is OfRuntime. The descriptor stays open.
func prepareRuntime() bool {
	s := open(stderr)
	if !link.Active {
		if givenUp.Load() || !s.wait() {
			return false
		}
		watchRuntime()
		return true
	}
	runtimeSink.fd, runtimeSink.poll, runtimeSink.patience = uintptr(s.fd), !s.free, fullPatience
	if givenUp.Load() {
		runtimeSink.patience = syscall.Timespec{}
	}
	ignoreStop()
	link.OverrideWrite(runtimeWrite)
	return true
}

// ignoreStop lets the process write to a terminal from the background without being stopped.
func ignoreStop() {
	if sigsetSize != 8 {
		return // where the action is laid out in another way
	}
	const sigIgn = 1
	action := [8]uintptr{sigIgn}
	syscall.RawSyscall6(syscall.SYS_RT_SIGACTION, uintptr(syscall.SIGTTOU), uintptr(unsafe.Pointer(&action)), 0, sigsetSize, 0, 0)
}

// runtimeSink is that of runtimeWrite.
var runtimeSink struct {
	fd       uintptr
	poll     bool // before each write
	patience syscall.Timespec
}

// The runtime calls runtimeWrite instead of its own write, on signal stacks and while the
// world is stopped. So it may not grow the stack, allocate, wait for others, or call what the
// race detector watches.
//
//go:nosplit
//go:norace
func runtimeWrite(fd uintptr, p unsafe.Pointer, n int32) int32 {
	if fd != stderr {
		written, _, _ := syscall.RawSyscall(syscall.SYS_WRITE, fd, uintptr(p), uintptr(n))
		return int32(written)
	}
	for done := int32(0); done < n; {
		if runtimeSink.poll && !runtimeWait() {
			return done
		}
		written, _, e := syscall.RawSyscall(syscall.SYS_WRITE, runtimeSink.fd, uintptr(unsafe.Add(p, done)), uintptr(min(n-done, pipeBuf)))
		switch {
		case e == syscall.EINTR:
		case e == syscall.EAGAIN:
			if !runtimeWait() {
				return done
			}
		case e != 0:
			return done
		default:
			done += int32(written)
			if runtimeSink.patience != (syscall.Timespec{}) {
				runtimeSink.patience = fullPatience
			}
		}
	}
	return n
}

// runtimeWait is sink.wait for runtimeWrite.
//
//go:nosplit
//go:norace
func runtimeWait() bool {
	p := pollFd{fd: int32(runtimeSink.fd), events: pollOut}
	for {
		n, _, e := syscall.RawSyscall6(syscall.SYS_PPOLL, uintptr(unsafe.Pointer(&p)), 1, uintptr(unsafe.Pointer(&runtimeSink.patience)), 0, 0, 0)
		if e == syscall.EINTR {
			continue
		}
		return n != 0 || e != 0 // if something is wrong, the write will tell
	}
}
