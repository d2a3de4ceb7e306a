// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build e2e_model

package main

import (
	_ "unsafe" // for linkname

	"github.com/exithook/exithook"
)

// With the tag e2e_model, and exithook_nolink so that exithook keeps out of
// the way, hooks are those of Go's own internal package, which is the model
// of this one and has its defects.

type modelHook struct {
	F            func()
	RunOnFailure bool
}

//go:linkname addToModel internal/runtime/exithook.Add
func addToModel(h modelHook)

func init() {
	add = func(h exithook.Hook) { addToModel(modelHook{h.F, h.RunOnFailure}) }
}
