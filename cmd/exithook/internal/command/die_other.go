// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build !unix

package command

import (
	"os"
	"syscall"

	"github.com/exithook/exithook"
)

// endBy ends the command as a signal would.
func endBy(os.Signal) { exithook.Exit(bySignal + 2) }

func mirror(syscall.Signal) {}
