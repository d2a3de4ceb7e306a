// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package command

import (
	"fmt"
	"runtime/debug"
)

const usage = `Exithook stands where go stands, and puts exit hooks into the programs it builds:
they can say who ended them and why, however they end.

usage:

	exithook run [flags] package [arguments]     build and run, and report the end
	exithook build [flags] [packages]            build
	exithook install [flags] [packages]          build and install
	exithook test [flags] [packages] [flags]     test; say which test exited, and where
	exithook env [flags] [packages]              print GOFLAGS for the same build by go
	exithook help | version

Flags and packages are those of the go command, and also

	-with package     import this package in each main package; may be repeated

A program that was built this way reports its end if the environment says so:

	EXITHOOK=report             as text, on standard error
	EXITHOOK=report=json:FILE   as a line of JSON, appended to FILE

The source tree is not written to, go.mod and vendor included.
`

func (t *tool) printVersion() error {
	version := "(devel)"
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		version = info.Main.Version
	}
	fmt.Fprintln(t.stdout, "exithook "+version+", for "+oldest+" to "+newest)
	return nil
}
