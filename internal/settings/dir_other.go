// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build !linux

package settings

import "syscall"

var dir, _ = syscall.Getwd()

// Dir returns the folder that the program was started in.
func Dir() string { return dir }
