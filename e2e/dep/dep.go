// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Package dep stands for somebody else's package, which ends the program as
// such packages do.
package dep

import "log"

// Die ends the program.
func Die() { log.Fatal("dep: cannot go on") }

// Start starts a goroutine that ends the program.
func Start() { go Die() }
