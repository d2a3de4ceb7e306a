// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import "github.com/exithook/exithook"

// currentReport is the report of the end of the program so far.
func currentReport() (*exithook.Report, bool) { return exithook.CurrentReport() }
