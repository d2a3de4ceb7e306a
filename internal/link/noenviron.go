// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build !(unix || js || wasip1) || !gc || tinygo || go1.28 || exithook_noasm

package link

// MayHave reports whether the program may have an environment variable. Here only
// package syscall knows.
func MayHave(string) bool { return true }
