// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build unix

package output

import "syscall"

// File appends to a file, which it creates if it is not there.
func File(name string, p []byte) error {
	const flags = syscall.O_WRONLY | syscall.O_APPEND | syscall.O_CREAT | syscall.O_NONBLOCK | syscall.O_NOCTTY | syscall.O_CLOEXEC
	fd, err := syscall.Open(name, flags, 0o666)
	for err == syscall.EINTR {
		fd, err = syscall.Open(name, flags, 0o666)
	}
	if err != nil {
		return err
	}
	defer syscall.Close(fd)
	return writeOpened(fd, p)
}

// Pipe writes to a descriptor if it is the pipe with that inode, and else does nothing.
func Pipe(fd int, inode uint64, p []byte) {
	var st syscall.Stat_t
	if syscall.Fstat(fd, &st) == nil && st.Mode&syscall.S_IFMT == syscall.S_IFIFO && uint64(st.Ino) == inode {
		writeInherited(fd, p)
	}
}
