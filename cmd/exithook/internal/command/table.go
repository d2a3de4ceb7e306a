// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package command

import "strings"

// buildFlags are the flags that go build, install, run and test have in common,
// and whether they take a value.
var buildFlags = map[string]bool{
	"C": true, "a": false, "n": false, "p": true, "race": false, "msan": false, "asan": false,
	"cover": false, "covermode": true, "coverpkg": true, "v": false, "work": false, "x": false,
	"asmflags": true, "buildmode": true, "buildvcs": false, "compiler": true, "gccgoflags": true,
	"gcflags": true, "installsuffix": true, "json": false, "ldflags": true, "linkshared": false,
	"mod": true, "modcacherw": false, "modfile": true, "overlay": true, "pgo": true,
	"pkgdir": true, "tags": true, "trimpath": false, "toolexec": true,
	// Those that "go help" does not mention.
	"debug-actiongraph": true, "debug-runtime-trace": true, "debug-trace": true,
}

// testFlags are those of go test, in addition. Each may have the prefix "test.".
var testFlags = map[string]bool{
	"c": false, "exec": true, "o": true,
	"artifacts": false, "bench": true, "benchmem": false, "benchtime": true, "blockprofile": true,
	"blockprofilerate": true, "count": true, "coverprofile": true, "cpu": true, "cpuprofile": true,
	"failfast": false, "fullpath": false, "fuzz": true, "fuzzminimizetime": true, "fuzztime": true,
	"list": true, "memprofile": true, "memprofilerate": true, "mutexprofile": true,
	"mutexprofilefraction": true, "outputdir": true, "parallel": true, "run": true, "short": false,
	"shuffle": true, "skip": true, "timeout": true, "trace": true, "vet": true,
}

// moreFlags are the flags of each command that are not in buildFlags.
var moreFlags = map[string]map[string]bool{
	"build":   {"o": true},
	"install": {},
	"run":     {"exec": true},
	"test":    testFlags,
	"env":     {"o": true},
}

// selecting are the flags that decide which packages and files a build has, and
// which go list must get too.
var selecting = map[string]bool{
	"race": true, "msan": true, "asan": true, "compiler": true, "installsuffix": true,
	"mod": true, "modcacherw": true, "modfile": true, "tags": true, "buildmode": true,
}

// takesValue tells whether a flag of the command takes a value, and whether
// there is such a flag.
func takesValue(command, name string) (takes, known bool) {
	if takes, known = buildFlags[name]; known {
		return takes, true
	}
	if command == "test" {
		name = strings.TrimPrefix(name, "test.")
		if takes, known = buildFlags[name]; known {
			return takes, true
		}
	}
	takes, known = moreFlags[command][name]
	return takes, known
}
