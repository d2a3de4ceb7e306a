// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package e2e

import "testing"

func TestInitExit(t *testing.T) {
	conform(t, 31, func(t *testing.T, b *build) {
		exe := b.must(t, "./initexit")
		for _, via := range b.vias() {
			r := run{build: b, exe: exe, env: []string{"E2E_INIT=" + via}}.do(t)
			r.want(t, "status 3", lines("B", "A"), "")
		}
		r := run{build: b, exe: exe, env: []string{"E2E_INIT=early"}}.do(t)
		r.want(t, "status 4", "", "")
	})
}
