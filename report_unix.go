// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build unix

package exithook

import "os"

// borrowedRights reports whether the process may do what the user who started
// it may not.
func borrowedRights() bool {
	return os.Getuid() != os.Geteuid() || os.Getgid() != os.Getegid()
}
