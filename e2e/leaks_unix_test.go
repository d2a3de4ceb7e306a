// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build unix

package e2e

import (
	"strings"
	"testing"
)

// The functions on top of the goroutines of ours that others can see, and have leak
// checkers ignore with goleak.IgnoreTopFunction.
const (
	onSignals = "github.com/exithook/exithook.waitForSignals" // after HandleSignals
	onPark    = "github.com/exithook/exithook.park"           // an end that came later
)

// leaks are the goroutines that goleak finds, by what the program does.
var leaks = map[string]struct{ found, name string }{
	"notify":  {"notify: \n", ""},
	"signals": {"signals: " + onSignals + "\n", onSignals},
	"late":    {"during: " + onPark + "\n", onPark},
	"run":     {"during: \nafter: \n", ""},
	"timeout": {"during: \nafter: \n", ""},
	"exiting": {"during: \nafter: \n", ""},
	"go":      {"during: main.waits\nafter: \n", "main.waits"},
}

// TestLeaks has goleak find goroutines of ours, and none if it is told their names.
func TestLeaks(t *testing.T) {
	t.Parallel()
	for _, b := range builds {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			if why := b.problem(); why != "" {
				unpermitted(t, why)
			}
			exe := b.must(t, "./leaks")
			for what, l := range leaks {
				r := run{build: b, exe: exe, args: []string{what}}
				r.do(t).want(t, "status 0", l.found, "")
				if l.name == "" {
					continue
				}
				r.args = append(r.args, l.name)
				if got := r.do(t); got.ending() != "status 0" || got.stdout != strings.Replace(l.found, l.name, "", 1) {
					t.Errorf("%s, with %s ignored: %v", what, l.name, got)
				}
			}
		})
	}
}
