// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Package exits ends the program after hooks were added.
package exits

import (
	"os"

	"github.com/exithook/exithook"
	_ "github.com/exithook/exithook/e2e/initexit/adds"
)

func init() {
	switch os.Getenv("E2E_INIT") {
	case "os.Exit":
		os.Exit(3)
	case "exithook.Exit":
		exithook.Exit(3)
	}
}
