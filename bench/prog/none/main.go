// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// None is the program without hooks.
package main

import (
	"os"

	"github.com/exithook/exithook/bench/subject"
)

func main() {
	subject.Main(subject.Package{Add: func(func()) {}, Exit: os.Exit})
}
