// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build !unix

package main

import "os"

// readStuck reads for ever.
func readStuck(r *os.File) { r.Read(make([]byte, 1)) }
