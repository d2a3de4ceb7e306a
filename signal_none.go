// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build !unix && !windows

package exithook

import "os"

const haveSignals = false

var usualSignals []os.Signal

// refuse says why a signal cannot end the program by way of a handler, if it cannot.
func refuse(sig os.Signal) string {
	if sig == os.Kill {
		return "signal killed cannot be caught"
	}
	return ""
}

func harmless(os.Signal) string { return "" }

func signalCode(os.Signal) int { return crashCode }

func die(os.Signal) {}

func isSystemSignal(os.Signal) bool { return false }
