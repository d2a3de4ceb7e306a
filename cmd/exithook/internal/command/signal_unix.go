// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build unix

package command

import (
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// signalOf returns the signal that a process died of.
func signalOf(state *os.ProcessState) (syscall.Signal, bool) {
	ws, ok := state.Sys().(syscall.WaitStatus)
	if !ok || !ws.Signaled() {
		return 0, false
	}
	return ws.Signal(), true
}

// relayed are the signals that the command passes on to the program: all that
// somebody may send on purpose. (Those that stop a process, stop both.)
var relayed = []os.Signal{
	syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGUSR1, syscall.SIGUSR2,
	syscall.SIGWINCH, syscall.SIGALRM, syscall.SIGCONT,
}

// fromTerminal reports whether the terminal sends the signal to all of the
// foreground process group.
func fromTerminal(sig os.Signal) bool {
	return sig == syscall.SIGINT || sig == syscall.SIGQUIT || sig == syscall.SIGWINCH
}

// waitRelaying starts the program and waits for it. Until it ends, signals do
// not end the command but are passed on, but for those that the program gets
// from the terminal that both are on. A signal that is ignored stays so for
// both.
func waitRelaying(cmd *exec.Cmd) error {
	signals := make(chan os.Signal, 16)
	for _, sig := range relayed {
		if !signal.Ignored(sig) {
			signal.Notify(signals, sig)
		}
	}
	defer signal.Stop(signals)
	if err := cmd.Start(); err != nil {
		return err
	}
	done := make(chan struct{})
	defer close(done)
	go relay(cmd.Process, signals, done)
	return cmd.Wait()
}

func relay(p *os.Process, signals chan os.Signal, done chan struct{}) {
	for {
		select {
		case sig := <-signals:
			if !fromTerminal(sig) || !foreground() {
				p.Signal(sig)
			}
		case <-done:
			return
		}
	}
}

// foreground reports whether the command is in the foreground process group of
// its terminal.
func foreground() bool {
	tty, err := os.Open("/dev/tty")
	if err != nil {
		return false
	}
	defer tty.Close()
	group, err := unix.IoctlGetInt(int(tty.Fd()), unix.TIOCGPGRP)
	return err == nil && group == unix.Getpgrp()
}

// dieOf makes the command die of the signal, without a core file of its own. It
// returns if that is impossible: process 1 does not die of its own signals.
func dieOf(sig syscall.Signal) {
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

// raise sends the command a signal.
func raise(sig os.Signal) { syscall.Kill(os.Getpid(), sig.(syscall.Signal)) }
