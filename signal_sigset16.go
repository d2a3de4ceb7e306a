// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build linux && (mips || mipsle || mips64 || mips64le)

package exithook

// sigsetSize is the size of the kernel's sigset_t.
const sigsetSize = 16
