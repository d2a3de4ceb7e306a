// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build !gc || tinygo || !go1.25 || go1.28 || exithook_nolink

package link

import (
	"os"
	"runtime"

	"github.com/exithook/exithook/internal/tiny"
)

// Active reports whether OnExit is called.
const Active = false

// Panics reports whether OnPanic is called.
func Panics() bool { return false }

// Goid returns the number of the calling goroutine, as stack traces have it.
func Goid() uint64 {
	var buf [64]byte
	text := buf[:runtime.Stack(buf[:], false)]
	var id uint64
	for _, c := range text[min(len("goroutine "), len(text)):] {
		if c < '0' || c > '9' {
			break
		}
		id = id*10 + uint64(c-'0')
	}
	return id
}

// Throw ends the process with "fatal error: " and msg, the stacks of all
// goroutines, and status 2.
func Throw(msg string) {
	print("fatal error: ", msg, "\n\n", tiny.Stack(64<<10, true), "\n")
	os.Exit(2)
}
