// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package e2e

import (
	"strconv"
	"strings"
	"testing"
)

// What a hook, or a Registration, may keep in memory, and how much all of it may vary
// in a program that adds and stops.
const (
	mostForOne = 1 << 10
	mostInAll  = 32 << 10
)

func TestMemory(t *testing.T) {
	conform(t, 11, func(t *testing.T, b *build) {
		n := 300 // that stay, each among 1,000
		if long {
			n *= 10
		}
		if b.race || b.emulated() {
			n /= 3
		}
		for _, when := range []string{"at-once", "later"} {
			b.keepsAtMost(t, mostForOne, "memory-live", when, strconv.Itoa(n))
			b.keepsAtMost(t, mostForOne, "memory-stopped", when, strconv.Itoa(n))
		}
		b.keepsAtMost(t, mostInAll, "memory-flat", "", strconv.Itoa(100*n))
	})
}

// keepsAtMost runs a mode that says how many bytes are kept.
func (b *build) keepsAtMost(t *testing.T, most int, args ...string) {
	t.Helper()
	r := b.run(t, args...)
	n, err := strconv.Atoi(strings.TrimSuffix(r.stdout, "\n"))
	if err != nil || r.ending() != "status 0" {
		t.Errorf("%v: %v", args, r)
	}
	t.Logf("%v: %d bytes", args, n)
	if n > most {
		t.Errorf("%v: keeps %d bytes, want at most %d", args, n, most)
	}
}
