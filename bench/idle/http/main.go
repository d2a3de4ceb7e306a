// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Fmt is a program that does next to nothing, with package fmt. Packages are
// imported by a file that is added when it is built.
package main

import "fmt"

func main() { fmt.Println("hello") }
