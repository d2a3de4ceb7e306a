// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package e2e

import (
	"fmt"
	"regexp"
	"testing"
)

// TestRequireEnds has a program require ends, some of which it has to ask for.
func TestRequireEnds(t *testing.T) {
	conform(t, 44, func(t *testing.T, b *build) {
		exits, signals := b.link, b.hasSignals()
		says := func(signals bool) string {
			return fmt.Sprintf("Exits: %v\nPanics: %v\nSignals: %v\n", exits, b.panics, signals)
		}
		r := b.run(t, "ends", "say", "handle", "say")
		r.want(t, "status 0", says(false)+says(signals)+lines("starts", "hook"), "")
		b.refuses(t, !b.link, "nolink", "Exits")
		b.refuses(t, !b.panics, "exithook build", "Panics")
		advice := "HandleSignals"
		if !signals {
			advice = "no signals"
		}
		b.refuses(t, true, advice, "Signals")
		b.refuses(t, !signals, advice, "handle", "Signals")
		b.refuses(t, true, advice, "handle", "stop", "Signals")
	})
}

// refuses has the program start, or refuse to, and say what to do.
func (b *build) refuses(t *testing.T, want bool, advice string, args ...string) {
	t.Helper()
	r := b.run(t, append([]string{"ends"}, args...)...)
	if !want {
		r.want(t, "status 0", lines("starts", "hook"), "")
		return
	}
	message := regexp.MustCompile(`^exithook: this program requires .*\n\t.*` + advice + `.*\n$`)
	if r.ending() == "status 2" && message.MatchString(r.stderr) {
		return
	}
	t.Errorf("%v: want a refusal with %q, got %v", args, advice, r)
}
