// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build !unix

package output

import "os"

func writeStderr(p []byte) { os.Stderr.Write(p) }

// File appends to a file, which it creates if it is not there.
func File(name string, p []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(p)
	if err2 := f.Close(); err == nil {
		err = err2
	}
	return err
}

// Pipe does nothing: there are no such pipes here.
func Pipe(fd int, inode uint64, p []byte) {}

// prepareRuntime does nothing here: what the runtime prints is its own affair.
func prepareRuntime() bool { return true }
