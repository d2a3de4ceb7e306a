// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build !gc || tinygo || !go1.25 || go1.28 || exithook_nolink

package link

import (
	"os"
	"runtime"
	"unsafe"
)

// Active reports whether OnExit is called.
const Active = false

// Panics reports whether OnPanic is called.
func Panics() bool { return false }

// RunOthers does nothing: what is in the runtime's list cannot be known.
func RunOthers() {}

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
// goroutines, and status 2. To ask the runtime for these stacks would be to wait
// until all threads have stopped, so Throw reads from an address where nothing is: that is
// an error of which the runtime prints all stacks, after msg.
func Throw(msg string) {
	print("fatal error: ", msg, "\nthe stacks follow, as those of another fatal error\n")
	const nowhere = 1 << 15 // below all programs, and above what is taken for a nil pointer
	sink = *(*byte)(unsafe.Add(unsafe.Pointer(nil), nowhere))
	os.Exit(2) // where that is no error, as in WebAssembly
}

var sink byte

// OverrideWrite does nothing: what the runtime writes is its own affair.
func OverrideWrite(func(fd uintptr, p unsafe.Pointer, n int32) int32) {}

// Outside runs f on a new goroutine. It is in the synctest bubble of its caller.
func Outside(f func()) { go f() }
