// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Closer is the program with github.com/xlab/closer.
package main

import (
	"github.com/xlab/closer"

	"github.com/exithook/exithook/bench/subject"
)

func main() {
	subject.Main(subject.Package{Add: closer.Bind, Exit: func(int) { closer.Close() }})
}
