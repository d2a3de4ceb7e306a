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

type modelHook struct {
	F            func()
	RunOnFailure bool
}

//go:linkname addToModel internal/runtime/exithook.Add
func addToModel(h modelHook)

func main() {
	subject.Main(subject.Package{
		Add:  func(hook func()) { addToModel(modelHook{hook, true}) },
		Exit: os.Exit,
	})
}
