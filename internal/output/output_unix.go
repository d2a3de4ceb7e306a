// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build unix && !linux

package output

import (
	"sync/atomic"
	"syscall"

	"github.com/exithook/exithook/internal/clock"
	"github.com/exithook/exithook/internal/link"
)

func writeStderr(p []byte)               { writeApart(2, p) }
func writeOpened(fd int, p []byte) error { return writeApart(fd, p) }
func writeInherited(fd int, p []byte)    { writeApart(fd, p) }

// writeApart writes on a goroutine of its own, for which it does not wait for longer than
// Patience.
func writeApart(fd int, p []byte) error {
	if givenUp.Load() {
		return errStuck
	}
	var err error
	var done atomic.Bool
	var written atomic.Int64
	link.Outside(func() {
		err = writeAll(fd, p, &written)
		done.Store(true)
	})
	for before := int64(-1); ; before = written.Load() {
		if clock.Await(Patience, done.Load) {
			return err
		}
		if written.Load() == before {
			givenUp.Store(true)
			return errStuck
		}
	}
}

func writeAll(fd int, p []byte, written *atomic.Int64) error {
	for len(p) > 0 {
		n, err := syscall.Write(fd, p[:min(len(p), 512)])
		if err != nil && err != syscall.EINTR {
			return err
		}
		p = p[max(n, 0):]
		written.Add(1)
	}
	return nil
}

// prepareRuntime does nothing here: what the runtime prints is its own affair.
func prepareRuntime() bool { return true }
