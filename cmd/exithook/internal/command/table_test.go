// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package command

import (
	"os/exec"
	"regexp"
	"runtime"
	"testing"
)

// helpFlag matches a line of "go help" that begins the text on a flag.
var helpFlag = regexp.MustCompile(`(?m)^\t-([a-zA-Z]+)( [^\n]+)?$`)

// undocumented are flags of the tables that "go help" does not have.
var undocumented = map[string]bool{"debug-actiongraph": true, "debug-runtime-trace": true, "debug-trace": true}

// since are flags that not all supported versions of Go have.
var since = map[string]string{"artifacts": "go1.26"}

// The tables have the flags that the go command has, and no others.
func TestFlagsAreThoseOfGo(t *testing.T) {
	documented := make(map[string]bool)
	for _, topic := range []struct{ help, command string }{
		{"build", "build"}, {"install", "install"}, {"run", "run"}, {"test", "test"}, {"testflag", "test"},
	} {
		for name, takes := range helpFlags(t, topic.help) {
			if name == "args" {
				continue // not a flag, but the end of them
			}
			documented[name] = true
			got, known := takesValue(topic.command, name)
			if !known || got != takes {
				t.Errorf("go help %s: -%s takes a value: %v; table: %v, %v", topic.help, name, takes, got, known)
			}
		}
	}
	documented["o"] = true    // in the usage line of go build
	documented["exec"] = true // in the text of go run
	for _, table := range []map[string]bool{buildFlags, testFlags, moreFlags["build"], moreFlags["run"]} {
		for name := range table {
			if !documented[name] && !undocumented[name] && since[name] <= language(runtime.Version()) {
				t.Errorf("the go command has no flag -%s", name)
			}
		}
	}
}

func helpFlags(t *testing.T, topic string) map[string]bool {
	out, err := exec.Command("go", "help", topic).Output()
	if err != nil {
		t.Fatal(err)
	}
	flags := make(map[string]bool)
	for _, m := range helpFlag.FindAllStringSubmatch(string(out), -1) {
		flags[m[1]] = m[2] != ""
	}
	if len(flags) == 0 && topic != "run" && topic != "install" {
		t.Fatalf("no flags in go help %s", topic)
	}
	return flags
}
