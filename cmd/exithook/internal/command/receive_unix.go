// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build unix

package command

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// A receiver gets the report of the program, over a pipe that the program inherits:
// rights that it drops, another root or working directory make no difference to that.
type receiver struct {
	read, write *os.File
	fd          int // of a copy of write, which is inherited under this number
	inode       uint64
	lines       bytes.Buffer
	closed      chan struct{} // when lines is complete, as far as that is known
}

// newReceiver makes the pipe. The program gets it under a number that is not used by
// what it inherits otherwise.
func newReceiver(string) (*receiver, error) {
	read, write, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	r := &receiver{read: read, write: write, closed: make(chan struct{})}
	var st unix.Stat_t
	if err = unix.Fstat(int(write.Fd()), &st); err == nil {
		r.inode = uint64(st.Ino)
		r.fd, err = unix.FcntlInt(write.Fd(), unix.F_DUPFD, 3)
	}
	if err != nil {
		read.Close()
		write.Close()
		return nil, err
	}
	return r, nil
}

// setting is for the program's variable EXITHOOK. By the inode it knows that the
// descriptor is still what it was.
func (r *receiver) setting() string { return fmt.Sprintf("report=pipe:%d:%d", r.fd, r.inode) }

// start is called when the program has inherited the pipe, or will not. The pipe is
// read while the program runs, because it holds little.
func (r *receiver) start() {
	r.write.Close()
	unix.Close(r.fd)
	go func() {
		defer close(r.closed)
		io.Copy(&r.lines, r.read)
	}()
}

// finish returns what has come. It is called when the program is gone. Others may
// still hold the pipe, so its end is not waited for.
func (r *receiver) finish() []byte {
	defer r.read.Close()
	r.read.SetReadDeadline(time.Unix(1, 0))
	<-r.closed
	r.read.SetReadDeadline(time.Time{})
	if raw, err := r.read.SyscallConn(); err == nil {
		raw.Read(func(fd uintptr) bool {
			r.drain(int(fd))
			return true
		})
	}
	return r.lines.Bytes()
}

// drain reads what is in the pipe and does not wait for more.
func (r *receiver) drain(fd int) {
	for buf := make([]byte, 64<<10); ; {
		n, err := unix.Read(fd, buf)
		if n <= 0 && err != unix.EINTR {
			return
		}
		r.lines.Write(buf[:max(n, 0)])
	}
}
