// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build !gc || tinygo || go1.28 || exithook_noasm

package link

import "time"

var started = time.Now()

// Now returns the time since some moment.
func Now() time.Duration { return time.Since(started) }
