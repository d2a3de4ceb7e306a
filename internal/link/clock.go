// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build gc && !tinygo && !go1.28 && !exithook_noasm

package link

import (
	"time"
	_ "unsafe" // for linkname
)

// nanotime is the runtime's monotonic clock. So many packages refer to it that
// the runtime says not to remove it (golang/go#67401). To read the clock by way of
// package time would link 5 KB.
//
//go:linkname nanotime runtime.nanotime
func nanotime() int64

// Now returns the time since some moment.
func Now() time.Duration { return time.Duration(nanotime()) }
