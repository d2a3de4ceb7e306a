// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build unix && !linux

package exithook

import (
	"os/signal"
	"syscall"
)

// setDefaultAction leaves it at what the Go runtime does by default. Of the
// signals that it does not die of, die returns, and the process exits.
func setDefaultAction(sig syscall.Signal) { signal.Reset(sig) }

// exists reports whether there is such a signal.
func exists(sig syscall.Signal) bool { return sig > 0 && sig < 32 }
