// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Package output writes what there is to say when a process ends, and does not let a
// descriptor that takes nothing hold up the end: a pipe that is full and not read, a
// terminal that is stopped, a FIFO. All writes of a process together wait at most
// [Patience] for one that does not get on. A slow reader loses nothing.
//
// On Unix systems nothing here goes through package os, which ends the process by SIGPIPE
// if the reader of standard error is gone. On Linux nothing raises SIGXFSZ either.
package output

import (
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/exithook/exithook/internal/clock"
)

// Patience is how long a descriptor may take nothing before it is given up, and with
// it all others: from then on, what cannot be written at once is not written.
const Patience = time.Second

// errStuck is the error for a descriptor that was given up.
var errStuck = errors.New("nothing was taken for a second")

// givenUp says that a descriptor was given up.
var givenUp atomic.Bool

// writing is held by who writes to standard error, or prepares for what the runtime writes.
var writing sync.Mutex

// alone calls f while no other call does. If one has not returned after some time, it is not
// waited for.
func alone(f func()) {
	if clock.Await(2*Patience, writing.TryLock) {
		defer writing.Unlock()
	}
	f()
}

// Stderr writes to standard error.
func Stderr(text string) { alone(func() { writeStderr([]byte(text)) }) }

// OfRuntime makes what the runtime prints from now on, such as a fatal error with the
// stacks of all goroutines, wait no longer for standard error than what this package
// prints (on Linux). It is for a process that is about to die. It returns false if the
// runtime must not print anything, because it would wait for ever.
func OfRuntime() (may bool) {
	alone(func() { may = prepareRuntime() })
	return may
}
