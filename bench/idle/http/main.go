// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Http is a program with the packages fmt and net/http. It is not run. Packages are
// imported by a file that is added when it is built.
package main

import (
	"fmt"
	"net/http"
)

func main() { fmt.Println(http.ListenAndServe("", nil)) }
