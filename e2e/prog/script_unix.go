// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build unix

package main

import (
	"os"
	"syscall"

	"github.com/exithook/exithook"
)

// handleSignalCodes has the signals n end the program whose codes 128+n are given.
func handleSignalCodes(codes []int) {
	var sigs []os.Signal
	for _, code := range codes {
		sigs = append(sigs, syscall.Signal(code-128))
	}
	exithook.HandleSignals(sigs...)
}

func sendSignalCode(code int) { kill(syscall.Signal(code - 128)) }
