// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package clock

import (
	"syscall"
	"time"
)

// Sleep lets d pass. It needs no timer, and is not slower or faster in a bubble.
func Sleep(d time.Duration) {
	left := syscall.NsecToTimespec(int64(d))
	for syscall.Nanosleep(&left, &left) == syscall.EINTR {
	}
}

// timersWork reports whether a timer can be made. The first one of a process needs
// two descriptors, for the runtime's poller.
func timersWork() bool {
	var fds [2]int
	if syscall.Pipe2(fds[:], syscall.O_CLOEXEC) != nil {
		return false
	}
	syscall.Close(fds[0])
	syscall.Close(fds[1])
	return true
}
