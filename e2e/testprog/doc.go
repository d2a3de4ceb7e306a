// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Package testprog holds a test of the first duty of exithook: do no harm. A
// program that imports it and adds no hook behaves as if it did not.
//
// The programs are those that Go's runtime is tested with, in
// GOROOT/src/runtime/testdata/testprog and testprognet. They panic, deadlock,
// overflow their stacks, exhaust threads, die of signals, and much more. Each is
// built as it is and with a blank import added, and the two are compared: what
// they write to standard output, to standard error and to both together, and
// the status that they end with.
package testprog
