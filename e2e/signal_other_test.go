// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build !unix

package e2e

import "os"

const haveSignals = false

// signalOf returns the empty string: there are no signals.
func signalOf(*os.ProcessState) string { return "" }
