// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build !linux

package subject

import "time"

var start = time.Now()

// cpu is a clock that runs while a thread of the process does. Here it always runs.
func cpu() time.Duration { return time.Since(start) }
