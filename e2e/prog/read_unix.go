// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build unix

package main

import (
	"os"
	"syscall"
)

// readStuck reads for ever, in a system call that the scheduler knows nothing
// of.
func readStuck(r *os.File) {
	syscall.Read(int(r.Fd()), make([]byte, 1))
}
