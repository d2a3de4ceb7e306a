// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package e2e

import (
	"strings"
	"testing"
)

// TestNoFiles has programs end that can open no file: a timer of Go's needs one,
// the first time.
func TestNoFiles(t *testing.T) {
	inBuilds(t, func(t *testing.T, b *build) {
		b.noFiles(t, "no-files", "exit").wantLines(t, "status 3", lines("third", "first"))
		b.noFiles(t, "no-files", "panic").wantLines(t, "status 2", lines("third", "first"),
			`exithook: hook "panics" (added at main.go:N) panicked: boom`, "fatal error: exit hook invoked panic")
		for _, way := range []string{"mutex", "loop"} {
			b.noFiles(t, "no-files", "all", way).wantLines(t, "status 2", lines("third"), overran["all"]...)
			b.noFiles(t, "no-files", "own", way).wantLines(t, "status 2", lines("third", "first"), overran["own"]...)
		}
	})
}

func (b *build) noFiles(t *testing.T, args ...string) result {
	t.Helper()
	return run{build: b, args: args, limit: patience}.do(t)
}

// TestNoFilesFromTheStart has the limit before the program is started, and a
// report.
func TestNoFilesFromTheStart(t *testing.T) {
	inBuilds(t, func(t *testing.T, b *build) {
		if b.race {
			return // the race detector opens a file when it starts, and fails without
		}
		const limited = `ulimit -n 3; exec "$0" "$@"`
		r := run{build: b, args: []string{"success", "3"}, shell: limited, limit: patience}.do(t)
		r.want(t, "status 3", lines("D", "B"), "")
		r = run{build: b, args: []string{"success", "3"}, env: []string{asText}, shell: limited, limit: patience}.do(t)
		if r.ending() != "status 3" || r.stdout != lines("D", "B") || !strings.HasPrefix(r.stderr, "exithook: exit 3, "+b.exitName()+" at ") {
			t.Error(r)
		}
	})
}
