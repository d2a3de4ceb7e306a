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
	"sync/atomic"
	"time"
)

// Patience is how long a descriptor may take nothing before it is given up, and with
// it all others: from then on, what cannot be written at once is not written.
const Patience = time.Second

// errStuck is the error for a descriptor that was given up.
var errStuck = errors.New("nothing was taken for a second")

// givenUp says that a descriptor was given up.
var givenUp atomic.Bool

// Stderr writes to standard error.
func Stderr(text string) { writeStderr([]byte(text)) }
