// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package output

import (
	"runtime"
	"strconv"
	"syscall"
	"unsafe"
)

// A sink is a descriptor that is written to.
type sink struct {
	fd     int
	socket bool // the flags of a write say that it must not block
	free   bool // the descriptor does not block
	chunk  int  // how much a write may have that follows a poll
}

const (
	stderr = 2
	// anything is the chunk of descriptors that take it all, or fail.
	anything = 1 << 30
	// pipeBuf is what a pipe takes as a whole if a poll says that it takes anything.
	// See pipe(7).
	pipeBuf = 4096
)

// open returns a sink for a descriptor. A new descriptor for the same pipe or terminal
// can be one that does not block. The flag of the old one must stay as it is: whoever
// else has it would see that.
func open(fd int) sink {
	var st syscall.Stat_t
	if syscall.Fstat(fd, &st) != nil {
		return sink{fd: fd, chunk: anything} // the write will say what is wrong
	}
	switch st.Mode & syscall.S_IFMT {
	case syscall.S_IFSOCK:
		return sink{fd: fd, socket: true, chunk: anything}
	case syscall.S_IFIFO, syscall.S_IFCHR:
		const flags = syscall.O_WRONLY | syscall.O_NONBLOCK | syscall.O_NOCTTY | syscall.O_CLOEXEC
		if again, err := syscall.Open("/proc/self/fd/"+strconv.Itoa(fd), flags, 0); err == nil {
			return sink{fd: again, free: true, chunk: anything}
		}
		return sink{fd: fd, chunk: pipeBuf}
	}
	return sink{fd: fd, chunk: anything}
}

// close closes what open has opened.
func (s sink) close() {
	if s.free {
		syscall.Close(s.fd)
	}
}

// writeStderr looks each time what standard error is: the program may have replaced it.
func writeStderr(p []byte) {
	s := open(stderr)
	defer s.close()
	s.write(p)
}

func writeOpened(fd int, p []byte) error { return sink{fd: fd, free: true, chunk: anything}.write(p) }

func writeInherited(fd int, p []byte) {
	s := open(fd)
	defer s.close()
	s.write(p)
}

// write writes all of p, or returns why not. A write may raise signals: SIGPIPE, if the reader
// is gone, and SIGTTOU, which stops a program that writes to a terminal in the background.
// They are blocked meanwhile.
func (s sink) write(p []byte) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	old := blockSignals()
	err := s.writeAll(p)
	restoreSignals(old, err == syscall.EPIPE)
	return err
}

func (s sink) writeAll(p []byte) error {
	for len(p) > 0 {
		n, err := s.some(p)
		switch {
		case err == syscall.EINTR:
		case err == syscall.EAGAIN:
			if !s.wait() {
				return errStuck
			}
		case err != nil:
			return err
		case n <= 0:
			return errStuck
		default:
			p = p[n:]
			renew()
		}
	}
	return nil
}

// some writes some of p, and does not block.
func (s sink) some(p []byte) (int, error) {
	p = p[:min(len(p), s.chunk)]
	if s.socket {
		return syscall.SendmsgN(s.fd, p, nil, nil, syscall.MSG_DONTWAIT|syscall.MSG_NOSIGNAL)
	}
	if s.chunk == pipeBuf && !s.wait() {
		return 0, errStuck
	}
	if beyondLimit(s.fd) {
		return 0, syscall.EFBIG
	}
	return syscall.Write(s.fd, p)
}

// beyondLimit reports whether a write to a file would raise SIGXFSZ, because the file
// has the size that is the limit.
func beyondLimit(fd int) bool {
	var limit syscall.Rlimit
	const rlimFsize = 1
	if syscall.Getrlimit(rlimFsize, &limit) != nil || limit.Cur > 1<<62 {
		return false
	}
	var st syscall.Stat_t
	if syscall.Fstat(fd, &st) != nil || st.Mode&syscall.S_IFMT != syscall.S_IFREG {
		return false
	}
	at, _ := syscall.Seek(fd, 0, 1)
	return max(at, st.Size) >= int64(limit.Cur)
}

// patience is how long a descriptor may still take nothing. The kernel counts it down.
var (
	patience     = fullPatience
	fullPatience = syscall.NsecToTimespec(int64(Patience))
)

// renew says that a descriptor took something.
func renew() {
	if !givenUp.Load() {
		patience = fullPatience
	}
}

// wait waits until the sink takes something, and reports whether it does.
func (s sink) wait() bool {
	p := pollFd{fd: int32(s.fd), events: pollOut}
	for {
		n, _, e := syscall.Syscall6(syscall.SYS_PPOLL, uintptr(unsafe.Pointer(&p)), 1, uintptr(unsafe.Pointer(&patience)), 0, 0, 0)
		if e == syscall.EINTR {
			continue
		}
		if n == 0 && e == 0 {
			givenUp.Store(true)
			return false
		}
		return true // or the write will say what is wrong
	}
}

type pollFd struct {
	fd              int32
	events, revents int16
}

const pollOut = 4
