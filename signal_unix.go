// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build unix

package exithook

import (
	"os"
	"strconv"
	"syscall"
	"time"

	"github.com/exithook/exithook/internal/clock"
)

const haveSignals = true

var usualSignals = []os.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP}

// refuse says why a signal cannot end the program by way of a handler, if it cannot.
func refuse(sig os.Signal) string {
	s, _ := sig.(syscall.Signal)
	switch s {
	case syscall.SIGKILL, syscall.SIGSTOP:
		return "signal " + s.String() + " cannot be caught"
	case syscall.SIGSEGV, syscall.SIGBUS, syscall.SIGFPE, syscall.SIGILL, syscall.SIGTRAP, syscall.SIGSYS, syscall.SIGPROF:
		return "signal " + s.String() + " belongs to the Go runtime"
	}
	return harmless(sig)
}

// harmless says why no process dies of a signal, if none does.
func harmless(sig os.Signal) string {
	s, ok := sig.(syscall.Signal)
	if !ok || !exists(s) {
		return "signal " + number(sig) + " is not a signal of this operating system"
	}
	switch s {
	case syscall.SIGURG:
		return "signal " + s.String() + " belongs to the Go runtime"
	case syscall.SIGCHLD, syscall.SIGCONT, syscall.SIGWINCH, syscall.SIGSTOP, syscall.SIGTSTP, syscall.SIGTTIN, syscall.SIGTTOU:
		return "signal " + s.String() + " does not end programs"
	}
	return ""
}

// number returns the number of a signal, if it has one.
func number(sig os.Signal) string {
	if s, ok := sig.(syscall.Signal); ok {
		return strconv.Itoa(int(s))
	}
	return signalText(sig)
}

func signalCode(sig os.Signal) int { return 128 + int(sig.(syscall.Signal)) }

// die makes the process die of sig. It returns if that does not happen: the
// kernel does not kill process 1 of a namespace by a signal of its own.
func die(sig os.Signal) {
	if os.Getpid() == 1 {
		return
	}
	s := sig.(syscall.Signal)
	setDefaultAction(s)
	if syscall.Kill(os.Getpid(), s) == nil {
		clock.Sleep(time.Second) // another thread may be the one that gets it
	}
}

// isSystemSignal reports whether the name of a signal is no code of the program.
func isSystemSignal(sig os.Signal) bool {
	_, ok := sig.(syscall.Signal)
	return ok
}
