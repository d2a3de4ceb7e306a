// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Os is a program that does nothing, with nothing but package os. Packages are
// imported by a file that is added when it is built.
package main

import (
	"os"
	"runtime"
	"time"
)

func main() {
	println("goroutines", runtime.NumGoroutine())
	if len(os.Args) > 1 {
		os.Stdout.WriteString("ready\n")
		time.Sleep(time.Hour)
	}
}
