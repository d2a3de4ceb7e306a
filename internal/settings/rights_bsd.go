// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build darwin || dragonfly || freebsd || netbsd

package settings

import "syscall"

// Raised reports whether the program was started with rights that the user who started it
// does not have. See issetugid(2).
func Raised() bool {
	r, _, e := syscall.RawSyscall(syscall.SYS_ISSETUGID, 0, 0, 0)
	return e != 0 || r != 0
}
