// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package exithook

import (
	"os"
	"syscall"
)

const haveSignals = true

var usualSignals = []os.Signal{os.Interrupt, syscall.SIGTERM}

// refuse says why a signal cannot be handled, if it cannot.
func refuse(sig os.Signal) string {
	switch sig {
	case os.Interrupt, syscall.SIGTERM:
		return ""
	case os.Kill:
		return "signal killed cannot be caught"
	case nil:
		return "nil is not a signal"
	}
	return "signal " + signalText(sig) + " does not exist on Windows"
}

// harmless says why no program ends by a signal, if none does.
func harmless(sig os.Signal) string {
	if sig == os.Kill {
		return ""
	}
	return refuse(sig)
}

// signalCode is STATUS_CONTROL_C_EXIT, with which Windows ends programs that
// handle none of these events.
func signalCode(os.Signal) int {
	var status uint32 = 0xC000013A
	return int(status)
}

// die returns: on Windows there is no signal to die of.
func die(os.Signal) {}

// isSystemSignal reports whether the name of a signal is no code of the program.
func isSystemSignal(sig os.Signal) bool {
	_, ok := sig.(syscall.Signal)
	return ok
}
