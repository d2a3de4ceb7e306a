// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Xgfone is the program with github.com/xgfone/go-atexit.
package main

import (
	_ "unsafe" // for linkname

	"github.com/xgfone/go-atexit"
	"github.com/xgfone/go-atexit/signal"

	"github.com/exithook/exithook/bench/subject"
)

//go:linkname exitfuncs github.com/xgfone/go-atexit.exitfuncs
var exitfuncs []atexit.Func

func main() {
	subject.Main(subject.Package{
		Add:     atexit.OnExit,
		Exit:    atexit.Exit,
		Signals: func() { go signal.WaitExit(func() { atexit.Exit(1) }) },
		Reset:   func() { exitfuncs = nil },
		OneOnly: true,
	})
}
