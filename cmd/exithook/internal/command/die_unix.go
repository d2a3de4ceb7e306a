// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build unix

package command

import (
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/exithook/exithook"
)

// endBy ends the command by a signal: its hooks run, and then it dies of it. A
// second one ends it at once.
func endBy(sig os.Signal) {
	exithook.HandleSignals(sig)
	syscall.Kill(os.Getpid(), sig.(syscall.Signal))
}

// mirror makes the command die of the signal that its child died of, when its hooks
// have run, and without a core file of its own. It returns if that is impossible:
// process 1 does not die of its own signals.
func mirror(sig syscall.Signal) {
	exithook.Run(bySignal + int(sig)) // does not return if a signal is ending the command
	if os.Getpid() == 1 {
		return
	}
	unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{})
	signal.Reset(sig)
	setDefault(sig)
	if syscall.Kill(os.Getpid(), sig) == nil {
		time.Sleep(time.Second)
	}
}
