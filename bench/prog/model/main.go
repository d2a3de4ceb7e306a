// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build bench_model

// Model is the program with Go's internal package. It is linked with
// -tags=bench_model -ldflags=-checklinkname=0.
package main

import (
	"os"
	_ "unsafe" // for linkname

	"github.com/exithook/exithook/bench/subject"
)

type hook struct {
	F            func()
	RunOnFailure bool
}

//go:linkname add internal/runtime/exithook.Add
func add(h hook)

//go:linkname hooks internal/runtime/exithook.hooks
var hooks []hook

func main() {
	subject.Main(subject.Package{
		Add:   func(f func()) { add(hook{f, true}) },
		Exit:  os.Exit,
		Reset: func() { hooks = nil },
	})
}
