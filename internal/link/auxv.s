// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build linux && gc && !tinygo && go1.25 && !go1.28 && !exithook_nolink && !exithook_noasm

// This file lets the compiler accept the function without a body in auxv.go.
