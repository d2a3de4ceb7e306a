// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build !exithook_steps

package engine

import "sync"

// A mutex is a sync.Mutex. Tests with the tag exithook_steps have another one,
// which stops the goroutine before each critical section.
type mutex = sync.Mutex
