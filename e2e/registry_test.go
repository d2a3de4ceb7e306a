// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package e2e

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestAddLate(t *testing.T) {
	conform(t, 6, func(t *testing.T, b *build) {
		repeat(t, b.often(200, 50), func() error {
			r, err := run{build: b, args: []string{"add-late"}}.try()
			if err != nil {
				return err
			}
			return allRan(r)
		})
	})
}

// allRan checks that each hook that was added has run, once.
func allRan(r result) error {
	seen := map[string]int{}
	for _, line := range strings.Fields(strings.ReplaceAll(strings.TrimSpace(r.stdout), " ", "-")) {
		what, n, _ := strings.Cut(line, "-")
		seen[what+n]++
		if what == "added" && strings.Count(r.stdout, "ran "+n+"\n") != 1 {
			return fmt.Errorf("hook %s was added and has not run once\n%v", n, r)
		}
		if seen[what+n] > 1 || what != "added" && what != "ran" {
			return fmt.Errorf("line %q is not expected\n%v", line, r)
		}
	}
	if seen["added0"] == 0 || r.ending() != "status 0" || r.stderr != "" {
		return fmt.Errorf("%v", r)
	}
	return nil
}

func TestAddSealed(t *testing.T) {
	conform(t, 6, func(t *testing.T, b *build) {
		if !b.race {
			return // the process is gone when Add could be called
		}
		r := run{build: b, args: []string{"add-sealed"}, env: []string{"GORACE=atexit_sleep_ms=2000"}}.do(t)
		r.want(t, "status 0", lines("last", "adding"), "")
	})
}

func TestAddAfterPanic(t *testing.T) {
	conform(t, 6, func(t *testing.T, b *build) {
		r := b.run(t, "add-after")
		if b.panics { // the hooks run after the deferred functions, and not before
			r.want(t, "status 2", lines("adding", "Add returned", "added", "last"), "panic: boom\n"+
				running+frames("main.addAfterPanic.func1", "registry.go")+"created by main.addAfterPanic\n\tregistry.go:N\n")
			return
		}
		r.want(t, "status 2", lines("last", "adding"), "exithook: a panic was recovered after it had run the hooks\npanic: boom\n"+
			running+frames("panic", "panic.go", "main.addAfterPanic.func1", "registry.go")+
			"created by main.addAfterPanic\n\tregistry.go:N\n\n")
	})
}

func TestAddRace(t *testing.T) {
	conform(t, 7, func(t *testing.T, b *build) {
		runs := map[string]int{"1000": b.often(2, 1), "20": b.often(50, 10)}
		if !long || b.emulated() {
			runs = map[string]int{"100": 1, "20": b.often(50, 10)}
		}
		for hooks, n := range runs {
			repeat(t, n, func() error {
				r, err := run{build: b, args: []string{"add-race", "1000", hooks}}.try()
				if err != nil {
					return err
				}
				if !strings.HasSuffix(r.stderr, " hooks added before the end began\n") {
					return fmt.Errorf("%v", r)
				}
				r.stderr = ""
				return r.differs("status 0", lines("0 hooks missing"), "")
			})
		}
	})
}

func TestChurn(t *testing.T) {
	conform(t, 8, func(t *testing.T, b *build) {
		repeat(t, b.often(100, 10), func() error {
			r, err := run{build: b, args: []string{"churn"}}.try()
			if err != nil {
				return err
			}
			return r.differs("status 0", lines("20000 added"), "")
		})
	})
}

// maxGrowth is how much the heap may differ while hooks are added and stopped
// for ever, in bytes.
const maxGrowth = 64 << 10

// TestPairs adds and stops 400,000 hooks, a tenth of that with the race detector.
// With EXITHOOK_LONG it is 10 million, and 100 million with the link.
func TestPairs(t *testing.T) {
	conform(t, 11, func(t *testing.T, b *build) {
		n := b.often(2_000_000, 200_000)
		switch {
		case long && b == link:
			n *= 50
		case long:
			n *= 5
		}
		r := run{build: b, args: []string{"pairs", strconv.Itoa(n)}, limit: pairsLimit(n)}.do(t)
		sizes := strings.Fields(r.stdout)
		for _, size := range sizes {
			if growth, err := strconv.Atoi(size); err != nil || growth > maxGrowth {
				t.Errorf("the heap has grown by %s bytes", size)
			}
		}
		if len(sizes) != 9 || r.ending() != "status 0" || r.stderr != lines("1000 live", "1000 ran") {
			t.Error(r)
		}
		t.Logf("%d pairs, growth in bytes: %s", n, strings.Join(sizes, " "))
	})
}

func pairsLimit(n int) time.Duration {
	return defaultLimit + time.Duration(n)*5*time.Microsecond
}
