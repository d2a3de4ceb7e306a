// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build !unix && !plan9

package exithook

// borrowedRights reports whether the process may do what the user who started
// it may not. There is no such thing here.
func borrowedRights() bool { return false }
