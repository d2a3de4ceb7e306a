// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build unix && !linux

package exithook

import "syscall"

// setDefaultAction leaves it at what the Go runtime does by default. Of the
// signals that it does not die of, die returns, and the process exits.
func setDefaultAction(syscall.Signal) {}
