// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Os is a program that does next to nothing, with package os but without fmt.
// Packages are imported by a file that is added when it is built.
package main

import (
	"os"
	"runtime"
	"strconv"
	"strings"
)

func main() {
	stacks := make([]byte, 1<<16)
	stacks = stacks[:runtime.Stack(stacks, true)]
	handled := 0
	if strings.Contains(string(stacks), "os/signal.loop") {
		handled = 1
	}
	os.Stdout.WriteString("goroutines " + strconv.Itoa(runtime.NumGoroutine()) + "\n")
	os.Stdout.WriteString("signals " + strconv.Itoa(handled) + "\n")
}
