// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Initexit ends in the init function of one of its packages: of early or
// exits, as E2E_INIT says.
package main

import (
	_ "github.com/exithook/exithook/e2e/initexit/early"
	_ "github.com/exithook/exithook/e2e/initexit/exits"
)

func main() { println("main must not run") }
