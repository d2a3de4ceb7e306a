// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build unix

package command

import (
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/exithook/exithook"
)

// mirror makes the command die of the signal that its child died of, when its hooks
// have run, and without a core file of its own. As process 1, which does not die of its own
// signals, it ends with the status that shells give.
func mirror(sig syscall.Signal) {
	unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{})
	exithook.ExitBySignal(sig)
}
