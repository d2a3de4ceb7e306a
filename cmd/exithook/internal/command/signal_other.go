// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build !unix

package command

import (
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"github.com/exithook/exithook"
)

func signalOf(state *os.ProcessState) (syscall.Signal, bool) { return 0, false }

func dieOf(sig syscall.Signal) {}

// waitRelaying starts the program and waits for it. Ctrl-C reaches it without
// help.
func waitRelaying(cmd *exec.Cmd) error {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt)
	defer signal.Stop(signals)
	return cmd.Run()
}

// raise ends the command as a signal would.
func raise(os.Signal) { exithook.Exit(bySignal + 2) }
