// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package e2e

import (
	"fmt"
	"strconv"
	"testing"
)

// above is a build for a toolchain above the bound.
var above = &build{name: "above", flags: []string{"-tags=go1.28"}}

// TestAbove checks that a build for such a toolchain says what it lacks, and lacks it.
func TestAbove(t *testing.T) {
	t.Parallel()
	above.refuses(t, true, "nolink", "Exits")
	testUncovered(t, above)
}

// TestUncovered checks that without the link what is said not to be covered is
// not.
func TestUncovered(t *testing.T) {
	for _, b := range chosen(nolink, nolinkRace) {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			testUncovered(t, b)
		})
	}
}

func testUncovered(t *testing.T, b *build) {
	osExit := []string{"E2E_EXIT=os.Exit"}
	for _, code := range []int{0, 1, 54} {
		for _, mode := range []string{"success", "worker"} {
			r := run{build: b, args: []string{mode, strconv.Itoa(code)}, env: osExit}.do(t)
			r.want(t, fmt.Sprintf("status %d", code), "", "")
		}
	}
	r := run{build: b, args: []string{"order"}, env: []string{"E2E_EXIT=return"}}.do(t)
	r.want(t, "status 0", "", "")
	b.run(t, "dependency").want(t, "status 1", "", "dep: cannot go on\n")
	b.run(t, "hook-log-fatal").want(t, "status 1", "third\n", "dep: cannot go on\n")
	r = run{build: b, exe: b.must(t, "./initexit"), env: []string{"E2E_INIT=os.Exit"}}.do(t)
	r.want(t, "status 3", "", "")
}
