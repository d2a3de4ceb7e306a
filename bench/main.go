// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Bench compares exithook with its model, Go's internal package, and with the
// packages for exit hooks that people use: what hooks cost, what exits that wait
// cost, what a program costs that has none, and how long builds take. From the
// root of the repository,
//
//	go run ./bench
//
// measures for about ten minutes and writes docs/benchmarks.md and its plots. The
// machine should have nothing else to do.
//
// The tests of this directory check what does not depend on the clock, and
// compare what the packages do with docs/comparison.md.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/exithook/exithook"
)

func main() { exithook.Main(run) }

func run() int {
	rounds := flag.Int("rounds", 7, "how often to measure everything, at least 6 times")
	out := flag.String("o", "docs", "the folder to write to")
	flag.Parse()
	exithook.HandleSignals()
	if *rounds < 6 { // that many it takes for an interval with a confidence of 95 %
		fmt.Fprintln(os.Stderr, "bench: -rounds must be at least 6")
		return 2
	}
	if err := compare(*rounds, *out); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		return 1
	}
	return 0
}

func compare(rounds int, out string) error {
	if _, err := os.Stat(out); err != nil { // now, and not in ten minutes
		return err
	}
	dir, err := os.MkdirTemp("", "exithook-bench-")
	if err != nil {
		return err
	}
	exithook.Defer(func() { os.RemoveAll(dir) })
	b := &bench{
		builder: builder{dir}, rounds: rounds, short: 25, built: service, largest: 1_000_000, blocked: []int{1, 10, 100, 1_000},
		progress: os.Stderr,
	}
	b.say("building")
	if err := b.buildAll(); err != nil {
		return err
	}
	if err := b.measure(); err != nil {
		return err
	}
	files, err := b.document()
	if err != nil {
		return err
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(out, name), text, 0o666); err != nil {
			return err
		}
	}
	return nil
}
