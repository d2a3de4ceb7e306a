// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Exithook builds, runs and tests Go programs with exit hooks put in.
// "exithook help" is its documentation.
package main

import (
	"os"

	"github.com/exithook/exithook"
	"github.com/exithook/exithook/cmd/exithook/internal/command"
)

func main() {
	env := os.Environ()
	os.Unsetenv("EXITHOOK") // it is for the program, not for this one
	exithook.Main(func() int {
		return command.Main(env, os.Stdin, os.Stdout, os.Stderr, os.Args[1:])
	})
}
