// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build gc && !tinygo && !go1.28 && !exithook_noasm

#include "textflag.h"

// func PC() uintptr
//
// This function has no frame, so BP is that of its caller. The word above it is
// the return address.
TEXT ·PC(SB), NOSPLIT|NOFRAME, $0-8
	MOVQ 8(BP), AX
	MOVQ AX, ret+0(FP)
	RET
