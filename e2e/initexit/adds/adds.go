// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Package adds adds hooks before main.
package adds

import (
	"os"

	"github.com/exithook/exithook"
)

func init() {
	exithook.Defer(func() { os.Stdout.WriteString("A\n") })
	exithook.Defer(func() { os.Stdout.WriteString("B\n") })
}
