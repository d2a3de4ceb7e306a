// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Costs prints what a thousand calls of Run take, in nanoseconds: without hooks, and
// with so many as it is told; and the memory allocations that there were in a thousand
// without hooks. Without an argument it only exits. It is built in a GOROOT, as nothing
// else may import what it measures. Run can be called again by the goroutine that has
// called it.
package main

import (
	"internal/runtime/exithook"
	"os"
	"runtime"
	"strconv"
	"time"
)

func main() {
	if len(os.Args) == 1 {
		os.Exit(0)
	}
	hooks, _ := strconv.Atoi(os.Args[1])
	run(0)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	run(0)
	runtime.ReadMemStats(&after)
	println(best(0), best(hooks), after.Mallocs-before.Mallocs)
	os.Exit(0)
}

// best returns what a thousand calls take when nothing comes between.
func best(hooks int) time.Duration {
	d := run(hooks)
	for range 300 {
		d = min(d, run(hooks))
	}
	return d
}

func run(hooks int) time.Duration {
	f := func() {}
	begin := time.Now()
	for range 1000 {
		for range hooks {
			exithook.Add(exithook.Hook{F: f})
		}
		exithook.Run(0)
	}
	return time.Since(begin)
}
