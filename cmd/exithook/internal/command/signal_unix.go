// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build unix

package command

import (
	"os"
	"os/signal"
	"syscall"

	"golang.org/x/sys/unix"
)

// ending are the signals that end the command.
var ending = []os.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT}

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

// catchRelayed makes the signals that are for the program arrive in a channel. Those
// that are ignored stay so for both.
func catchRelayed() chan os.Signal {
	signals := make(chan os.Signal, 16)
	for _, sig := range relayed {
		if !signal.Ignored(sig) {
			signal.Notify(signals, sig)
		}
	}
	return signals
}

// catchPipe makes a write to a pipe without a reader fail. Otherwise SIGPIPE would end the
// command before it has removed what it has made. Programs that it starts get the usual
// action of the signal.
func catchPipe() {
	if !signal.Ignored(syscall.SIGPIPE) {
		signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	}
}

// relay passes signals on, but for those that the program gets from the terminal
// that both are on.
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
