// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package e2e

import (
	"regexp"
	"strings"
	"testing"
)

// said are the lines of a program's output that are no stack.
var said = regexp.MustCompile(`(?m)^(exithook: .*|panic: .*|fatal error: .*|waits|first)\n`)

// TestAbandonedPanics has a hook panic after it was abandoned. Its RunOnPanic
// changes nothing: what panics is a hook.
func TestAbandonedPanics(t *testing.T) {
	conform(t, 24, func(t *testing.T, b *build) {
		want := lines(`exithook: hook "late" (added at main.go:N) did not return within its timeout of 200ms, and is abandoned`,
			`exithook: hook "late" (added at main.go:N), abandoned before, panicked: boom`,
			"waits", "first", "fatal error: exit hook did not return")
		for _, how := range []string{"bare", "RunOnPanic"} {
			for _, code := range []string{"0", "3"} {
				r := b.merged(t, "abandoned-panics", how, code)
				got := strings.Join(said.FindAllString(normal(r.stdout), -1), "")
				if !b.link {
					got = strings.TrimSuffix(got, "fatal error: fault\n") // the one that has the stacks
				}
				if r.ending() != "status 2" || got != want {
					t.Errorf("%s, code %s: got\n%swant\n%s%v", how, code, got, want, r)
				}
			}
		}
	})
}
