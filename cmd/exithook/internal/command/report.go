// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package command

import (
	"encoding/json"

	"github.com/exithook/exithook"
)

// decode returns the report of a line of JSON, which docs/report.md describes.
func decode(line []byte) (*exithook.Report, bool) {
	var r exithook.Report
	err := json.Unmarshal(line, &r)
	return &r, err == nil
}

// panicked reports whether it was a panic, of which the runtime prints the stack.
func panicked(r *exithook.Report) bool { return r.Cause == exithook.Panic.String() }
