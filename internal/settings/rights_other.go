// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build !linux && !darwin && !dragonfly && !freebsd && !netbsd

package settings

import "os"

// Raised reports whether the program was started with rights that the user who started it
// does not have.
func Raised() bool { return raised }

// Not all systems have these identities: there, all are -1.
var raised = os.Getuid() != os.Geteuid() || os.Getgid() != os.Getegid()
