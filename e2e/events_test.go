// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package e2e

import (
	"strings"
	"testing"
	"time"
)

func TestJavaScriptExits(t *testing.T) {
	conform(t, 48, func(t *testing.T, b *build) {
		b.run(t, "js-exits").want(t, "status 3", lines("hook begins", "10 ticks"), "")
	})
}

var modelJS = &build{name: "model js", link: true, foreign: js.foreign, flags: model.flags}

// TestDefect4JavaScript: blocked exits spin, and no event is handled meanwhile.
func TestDefect4JavaScript(t *testing.T) {
	t.Parallel()
	if problem := js.problem(); problem != "" {
		unpermitted(t, problem)
	}
	r, err := run{build: modelJS, args: []string{"js-exits"}, limit: 3 * time.Second}.try()
	if err != nil {
		t.Fatal(err)
	}
	if !r.killed || strings.Contains(r.stdout, "ticks") {
		t.Errorf("the defect of Go's internal package is not there: %v", r)
	}
}

func TestJavaScriptPromise(t *testing.T) {
	conform(t, 49, func(t *testing.T, b *build) {
		b.run(t, "js-promise").want(t, "status 0", lines("slept"), "")
	})
}

// TestJavaScriptExitInEvent has an exit in a function that JavaScript calls, which
// calls nothing else before that returns.
func TestJavaScriptExitInEvent(t *testing.T) {
	conform(t, 49, func(t *testing.T, b *build) {
		b.run(t, "js-exit-in-event", "goroutine", "waits").want(t, "status 3", "", lines("hook"))
		b.run(t, "js-exit-in-event", "event", "does not").want(t, "status 3", "", lines("hook"))
		for _, where := range []string{"event", "late"} {
			r := b.run(t, "js-exit-in-event", where, "waits")
			if r.ending() != "status 2" || !strings.Contains(r.stderr, "fatal error: ") || strings.Contains(r.stderr, "\nhook\n") {
				t.Error(r)
			}
		}
	})
}
