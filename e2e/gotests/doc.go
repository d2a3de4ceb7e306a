// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Package gotests runs tests of Go itself with the runtime of which the exithook
// command changes one line, as the variables do that "exithook env" prints. Their
// results must be those with the runtime unchanged.
//
// EXITHOOK_GOTESTS=1 asks for it: for each version of Go it takes about a minute,
// and two the first time. EXITHOOK_GOTESTS=brief leaves out two tests that compile
// the whole standard library once more, to cover it.
package gotests
