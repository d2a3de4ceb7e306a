// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Closer is the program with github.com/xlab/closer.
package main

import (
	"os"
	"sync"
	_ "unsafe" // for linkname

	"github.com/xlab/closer"

	"github.com/exithook/exithook/bench/subject"
)

// state is the beginning of the package's state.
type state struct {
	_, _     int // codes
	_        []os.Signal
	_        sync.Mutex
	_        sync.Once
	cleanups []func()
}

//go:linkname c github.com/xlab/closer.c
var c *state

func main() {
	subject.Main(subject.Package{
		Add:  closer.Bind,
		Exit: closer.Exit,
		Main: func(main func()) {
			defer closer.Close()
			main()
		},
		Go:      func(f func()) { go closer.Checked(func() error { f(); return nil }, true) },
		Signals: func() {}, // it handles them in any case
		Reset:   func() { c.cleanups = nil },
	})
}
