// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build gc && !tinygo && !go1.28 && !exithook_noasm

#include "textflag.h"

// func PC() uintptr
//
// This function has no frame, so R29 is that of its caller: it points to where
// that saved its caller's, one word below its own return address.
TEXT ·PC(SB), NOSPLIT|NOFRAME, $0-8
	MOVD 8(R29), R0
	MOVD R0, ret+0(FP)
	RET
