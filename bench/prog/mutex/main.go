// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Mutex is the program that has a lock for a list of hooks, and no list.
package main

import (
	"os"
	"sync"

	"github.com/exithook/exithook/bench/subject"
)

var mu sync.Mutex

func main() {
	subject.Main(subject.Package{Add: add, Exit: os.Exit, Reset: func() {}})
}

func add(func()) {
	mu.Lock()
	mu.Unlock() //lint:ignore SA2001 that is all there is to be measured
}
