// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package e2e

import (
	"strings"
	"testing"
)

// unstoppable runs a program that has a thread that cannot be stopped.
func (b *build) unstoppable(t *testing.T, env []string, args ...string) result {
	t.Helper()
	return run{
		build: b, args: append([]string{"unstoppable"}, args...), limit: patience,
		env: append(env, "GODEBUG=asyncpreemptoff=1", "GOMAXPROCS=8"),
	}.do(t)
}

// overran says what must be on standard error of a program whose hook "stuck" has
// overrun: that it has, and the fatal error.
var overran = map[string][]string{
	"own": {`exithook: hook "stuck" (added at main.go:N) did not return within its timeout of 500ms, and is abandoned`,
		"fatal error: exit hook did not return"},
	"all": {"exithook: the hooks did not finish within the timeout of 500ms for all of them",
		`exithook: hook "stuck" (added at main.go:N) is running`, `exithook: hook "first" (added at main.go:N) was not run`,
		"fatal error: exit hook did not return"},
}

// TestUnstoppable has a hook overrun its deadline while it or another goroutine is
// on a thread that nobody can stop.
func TestUnstoppable(t *testing.T) {
	conform(t, 51, func(t *testing.T, b *build) {
		for deadline, said := range map[string]string{"own": lines("third", "first"), "all": lines("third")} {
			for _, who := range [][2]string{{"raw", "sleep"}, {"loop", "sleep"}, {"sleep", "raw"}, {"sleep", "loop"}, {"raw", "loop"}} {
				t.Run(deadline+"/"+who[0]+"/"+who[1], func(t *testing.T) {
					t.Parallel()
					r := b.unstoppable(t, nil, who[0], who[1], deadline)
					r.wantLines(t, "status 2", said, overran[deadline]...)
				})
			}
		}
	})
}

// TestUnstoppableAndReport has a report, with an exit that came later, while there
// is such a thread. All hooks return.
func TestUnstoppableAndReport(t *testing.T) {
	conform(t, 51, func(t *testing.T, b *build) {
		for _, other := range []string{"raw", "loop"} {
			t.Run(other, func(t *testing.T) {
				t.Parallel()
				r := b.unstoppable(t, []string{asText}, other, "", "late")
				summary, _, _ := strings.Cut(normal(r.stderr), "\n")
				if r.ending() != "status 3" || r.stdout != lines("third", "first") ||
					summary != "exithook: exit 3, "+b.exitName()+" at threads_linux.go:N" || !strings.Contains(r.stderr, "\nlater: exit ") {
					t.Error(r)
				}
			})
		}
	})
}
