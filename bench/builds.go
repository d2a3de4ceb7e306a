// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import (
	"os"
	"time"
)

// service is what the builds are measured with: a program with some dependencies.
const service = module + "/examples/orders"

// roundOfBuilds measures builds of which all is in the cache, with the binary in
// its place, and without it.
func (b *bench) roundOfBuilds() error {
	for _, command := range []string{"go", "exithook"} {
		binary := b.exe("service of " + command)
		build := func(figure string) error {
			begin := time.Now()
			err := execute(b.command(command), "build", "-o", binary, b.built)
			if figure != "" {
				b.figures.add(figure, 0, command, ms(time.Since(begin)))
			}
			return err
		}
		if err := build(""); err != nil { // the first one compiles
			return err
		}
		if err := build("build_ms"); err != nil {
			return err
		}
		if err := os.Remove(binary); err != nil {
			return err
		}
		if err := build("link_ms"); err != nil {
			return err
		}
	}
	return nil
}
