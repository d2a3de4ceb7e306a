// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Bench compares exithook with its model, Go's internal package, and with other
// packages for exit hooks: what hooks cost, what exits that wait cost, what a
// program costs that has none, and how long builds take. From the root of the
// repository:
//
//	go run ./bench
//
// All are measured in turns, round after round, so that a machine that is slow for
// a while is slow for all of them. What is printed are medians, and the median of
// the ratios to the model in the same round.
package main

import (
	"flag"
	"fmt"
	"os"

	"github.com/exithook/exithook"
)

func main() { exithook.Main(run) }

func run() int {
	rounds := flag.Int("rounds", 10, "how often to measure each figure")
	hooks := flag.Int("hooks", 10_000, "how many hooks to add and run")
	flag.Parse()
	exithook.HandleSignals()
	dir, err := os.MkdirTemp("", "exithook-bench-")
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		return 1
	}
	exithook.Defer(func() { os.RemoveAll(dir) })
	b := &bench{dir: dir, hooks: *hooks, progress: os.Stderr}
	if err := b.measure(*rounds); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		return 1
	}
	b.print(os.Stdout)
	return 0
}
