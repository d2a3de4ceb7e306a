// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package engine

import "testing"

// Host.Keep says, when an end begins, whether there are records of it.
func TestKeep(t *testing.T) {
	for _, keep := range []bool{true, false} {
		bubble(t, func(r *rig) {
			r.Host.Keep = func() bool { return keep }
			none := func(*Record) { t.Error("there is a record before the end") }
			if _, kept := r.Records(none); kept {
				t.Error("records are kept before the end")
			}
			r.add("A")
			r.end(End{Returns: true})
			n := 0
			_, kept := r.Records(func(*Record) { n++ })
			if kept != keep || kept != (n == 1) {
				t.Errorf("Keep = %v: %d records, %v", keep, n, kept)
			}
		})
	}
}
