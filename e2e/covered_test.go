// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package e2e

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// above is a build for a toolchain above the bound.
var above = &build{name: "above", flags: []string{"-tags=go1.28"}}

func TestCovered(t *testing.T) {
	conform(t, 44, testCovered)
	t.Run("above", func(t *testing.T) {
		t.Parallel()
		testCovered(t, above)
		testUncovered(t, above)
	})
}

func testCovered(t *testing.T, b *build) {
	covered := "panic, signal, Goexit, Run"
	if b.link {
		covered = "return, os.Exit, " + covered
	}
	covers := []string{"Panic", "Signal", "Goexit", "RunCall"}
	if !b.hasSignals() {
		covered = strings.Replace(covered, "signal, ", "", 1)
		covers = slices.Delete(covers, 1, 2)
		b.run(t, "require", "Signal").want(t, "status 2", "hook\n", refusal("signal", signalAdvice))
	}
	if b.panics {
		covered = strings.Replace(covered, "panic", "panic, panic in any goroutine", 1)
	}
	b.run(t, "covered").want(t, "status 0", covered+"\n", "")
	b.run(t, append([]string{"require"}, covers...)...).want(t, "status 0", lines("starts", "hook"), "")
	if b.link {
		b.run(t, "require", "Return", "OSExit").want(t, "status 0", lines("starts", "hook"), "")
	} else {
		b.run(t, "require", "OSExit").want(t, "status 2", "", refusal("os.Exit", buildAdvice))
		b.run(t, "require", "Return", "Panic").want(t, "status 2", "", refusal("return", buildAdvice))
	}
}

func TestRequirePanics(t *testing.T) {
	conform(t, 44, func(t *testing.T, b *build) {
		r := b.run(t, "require", "Panics")
		if b.panics {
			r.want(t, "status 0", lines("starts", "hook"), "")
			return
		}
		want, stdout := refusal("panic in any goroutine", panicsAdvice), ""
		if b.link {
			stdout = "hook\n" // Require calls os.Exit, as it says
		}
		r.want(t, "status 2", stdout, want)
	})
}

const (
	signalAdvice = "\tthis operating system has no signals: do not require them here\n"
	buildAdvice  = "\tbuild it with the gc toolchain, Go 1.25 to 1.27, without the tag exithook_nolink\n"
	panicsAdvice = "\tbuild it with the exithook command, as with go build: exithook build\n"
)

func refusal(missing, advice string) string {
	return "exithook: this program requires exit hooks that this build does not have: " + missing + "\n" + advice
}

// TestUncovered checks that without the link what is said not to be covered is
// not.
func TestUncovered(t *testing.T) {
	for _, b := range []*build{nolink, nolinkRace} {
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
