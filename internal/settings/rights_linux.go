// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package settings

import (
	"syscall"

	"github.com/exithook/exithook/internal/link"
)

// Raised reports whether the program was started with rights that the user who started it
// does not have: set-user-ID, set-group-ID, file capabilities. It stays so if the program
// drops them. See AT_SECURE in getauxval(3).
func Raised() bool {
	const atSecure = 23
	auxv := link.Auxv()
	if auxv == nil {
		return seemedRaised
	}
	for i := 0; i+1 < len(auxv); i += 2 {
		if auxv[i] == atSecure {
			return auxv[i+1] != 0
		}
	}
	return true // it cannot be known
}

// seemedRaised is for builds without the auxiliary vector. It says what could be seen at the
// start: different identities, or memory that other processes of the same user may not look
// at. A program whose file the user may not read seems raised too.
var seemedRaised = link.Auxv() == nil &&
	(syscall.Getuid() != syscall.Geteuid() || syscall.Getgid() != syscall.Getegid() || !dumpable())

func dumpable() bool {
	const prGetDumpable = 3
	r, _, e := syscall.RawSyscall(syscall.SYS_PRCTL, prGetDumpable, 0, 0)
	return e == 0 && r == 1
}
