// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Package early ends the program before any package that it does not import
// has been initialized, so that there are no hooks yet.
package early

import "os"

func init() {
	if os.Getenv("E2E_INIT") == "early" {
		os.Exit(4)
	}
}
