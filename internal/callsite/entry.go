// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build gc && !tinygo

package callsite

import "unsafe"

// Entry returns the entry point of a function, 0 where it is not known. The value
// of a function is a pointer to something that begins with it.
func Entry(f func()) uintptr { return **(**uintptr)(unsafe.Pointer(&f)) }
