// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build gc && !tinygo && !go1.28 && !exithook_noasm && (amd64 || arm64)

package callsite

// PC returns the return address of the function that calls it, which must not
// be inlined: a program counter as runtime.Callers returns it.
func PC() uintptr
