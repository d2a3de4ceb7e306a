// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build (unix || js || wasip1) && gc && !tinygo && !go1.28 && !exithook_noasm

package link

import (
	_ "unsafe" // for linkname

	"github.com/exithook/exithook/internal/tiny"
)

// environ is how the runtime gives package syscall the environment that the program
// was started with: a copy of the list. The first call of syscall.Getenv makes a map
// of it, which takes longer than all that an exit without hooks does besides.
//
//go:linkname environ syscall.runtime_envs
func environ() []string

// MayHave reports whether the program may have an environment variable, given its
// name with the "=". It does not know what the program has changed itself.
func MayHave(name string) bool {
	for _, v := range environ() {
		if tiny.HasPrefix(v, name) {
			return true
		}
	}
	return false
}
