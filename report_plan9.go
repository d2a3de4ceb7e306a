// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build plan9

package exithook

// Plan 9 has no reports: report.go writes to files by way of system calls that it does not have.

func keepRecords() bool { return false }

func finished() {}
