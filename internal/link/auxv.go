// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build linux && gc && !tinygo && go1.25 && !go1.28 && !exithook_nolink && !exithook_noasm

package link

import _ "unsafe" // for linkname

// getAuxv returns the auxiliary vector. The packages golang.org/x/sys/cpu and
// golang.org/x/sys/unix refer to it, so the runtime says not to remove it.
//
//go:linkname getAuxv runtime.getAuxv
func getAuxv() []uintptr

// Auxv returns what the kernel told the program when it started it: pairs of a key and
// a value. See getauxval(3). It is nil where that is not known.
func Auxv() []uintptr { return getAuxv() }
