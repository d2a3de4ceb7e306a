// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package command

import (
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
)

const usage = `Exithook builds, runs and tests Go programs with exit hooks put in. Such a program
can say who ended it and why. The source tree stays as it is.

Usage:

	exithook <command> [arguments]

The commands are those of go, with the same flags and packages:

	run         build and run a program, and say how it failed
	build       build programs
	install     build and install programs
	test        test packages, and say which test called exit, and where
	env         print the environment in which go makes the same build

and

	clean       remove the cache of this command
	version     print the version

Use "exithook help <command>" for more.
`

// topics are the texts of "exithook help". CACHE stands for the folder of the cache.
var topics = map[string]string{
	"run": `usage: exithook run [flags] package [arguments]

Run builds the program with exit hooks put in, runs it, and ends with its status or
by its signal. If the program fails, run prints a report on standard error: who ended
the program and where, the stack, and what the hooks did.

	$ exithook run ./cmd/server -addr :8080
	exithook: exit 1, log.Fatal at server.go:42
	...

The package can have a version, as for go run:

	$ exithook run example.com/cmd/tool@latest

` + flagsText + `
With -v, run also reports a success. With EXITHOOK=report=json:FILE in the
environment, the report goes to FILE instead.

Exit status: that of the program; 1 if it cannot be built; 2 if the command line
makes no sense.

` + versionsText,

	"build": `usage: exithook build [flags] [packages]

Build is go build, with exit hooks put into each program. Packages that are no
programs are built by go build alone.

	$ exithook build -o app ./cmd/app
	$ EXITHOOK=report ./app

` + flagsText + reportText + `
Exit status: that of go build; 2 if the command line makes no sense.

` + versionsText,

	"install": `usage: exithook install [flags] [packages]

Install is go install, with exit hooks put into each program. Packages can have a
version:

	$ exithook install example.com/cmd/tool@v1.2.3
	$ EXITHOOK=report tool

The same version of Go is chosen as by go install, the same dependencies are used,
and reports name files below CACHE, which can be opened.
The build information of the program says (devel) instead of its version.

` + flagsText + reportText + `
Exit status: that of go install; 2 if the command line makes no sense.

` + versionsText,

	"test": `usage: exithook test [flags] [packages] [flags and arguments of the test binary]

Test is go test. If a test binary ends before its tests do, because something called
os.Exit or log.Fatal, its output says where that was, and in which test:

	$ exithook test ./...
	exithook: exit 1, log.Fatal at store_test.go:8, in TestStore
	...

The output is that of go test otherwise.

Flags are those of go test.

Exit status: that of go test; 2 if the command line makes no sense.

` + versionsText,

	"env": `usage: exithook env [flags] [packages]

Env prints shell commands that set the environment in which the plain go command
makes the same build:

	$ set -a; eval "$(exithook env ./cmd/app)"; set +a
	$ go build ./cmd/app

Use "exithook test" for tests: go vet does not work in such an environment, and
go test only with -vet=off.

` + flagsText + `
Exit status: 0; 1 if there is no program; 2 if the command line makes no sense.

` + versionsText,

	"clean": `usage: exithook clean

Clean removes the cache of this command, CACHE.

The cache has the files that builds are given in addition to those of the source
tree, and what PKG@VERSION stands for. Once a day, what was not used for 30 days is
removed from it. What is compiled is in the cache of the go command: "go clean -cache"
removes it.
`,

	"version": `usage: exithook version

Version prints the version of this command, and the versions of Go that it supports.
`,
}

const (
	flagsText = `Flags are those of the go command, and

	-with package   import the package in each program; can be repeated

The package's init functions can add hooks. It must be in the main module or among
its dependencies:

	$ exithook run -with ./hooks ./cmd/server
`
	reportText = `
A program that was built this way reports its end if the environment says so:

	EXITHOOK=report             as text, on standard error
	EXITHOOK=report=json:FILE   as a line of JSON, appended to FILE
`
	versionsText = `Go 1.25, 1.26 and 1.27 are supported. What this command adds to a build is in
CACHE; see "exithook help clean".
`
)

// help is exithook help.
func (t *tool) help(args []string) error {
	if len(args) == 0 || args[0] == "help" {
		return t.print(usage)
	}
	text, ok := topics[args[0]]
	if !ok || len(args) > 1 {
		return misuse("run \"exithook help\" for the commands", "unknown help topic %q", strings.Join(args, " "))
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		dir = "the user's cache folder"
	}
	return t.print(strings.ReplaceAll(text, "CACHE", filepath.Join(dir, "exithook")))
}

func usageHint(command string) string { return "run \"exithook help " + command + "\" for usage" }

func (t *tool) printVersion() error {
	version := "(devel)"
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		version = info.Main.Version
	}
	return t.print("exithook " + version + ", for " + oldest + " to " + newest + "\n")
}

// print writes to standard output.
func (t *tool) print(text string) error {
	if _, err := io.WriteString(t.stdout, text); err != nil {
		return fail("", "writing to standard output: %v", cause(err))
	}
	return nil
}
