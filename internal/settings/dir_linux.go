// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package settings

import "syscall"

// dir has the path of the folder that the program was started in.
var dir [syscall.PathMax]byte

var dirLen, _ = syscall.Getcwd(dir[:])

// Dir returns the folder that the program was started in. The program may change it, so
// it is looked up at the start. The array is there so that nothing is allocated then.
func Dir() string { return string(dir[:max(dirLen-1, 0)]) }
