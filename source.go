// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build gc && !tinygo

package exithook

import (
	"embed"
	_ "unsafe" // for go:linkname
)

// source has the files of this package and of those below internal. The exithook
// command puts them into programs that do not import the package, and reads them by
// linkname: a program that does not refer to the variable does not link it.
//
//go:embed *.go internal/*/*.go
//go:linkname source
//lint:ignore U1000 the command refers to it
var source embed.FS
