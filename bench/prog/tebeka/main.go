// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Tebeka is the program with github.com/tebeka/atexit.
package main

import (
	_ "unsafe" // for linkname

	"github.com/tebeka/atexit"

	"github.com/exithook/exithook/bench/subject"
)

//go:linkname handlers github.com/tebeka/atexit.handlers
var handlers map[atexit.HandlerID]func()

func main() {
	subject.Main(subject.Package{
		Add:     func(hook func()) { atexit.Register(hook) },
		AddStop: func(hook func()) { atexit.Register(hook).Cancel() },
		Exit:    atexit.Exit,
		Reset:   func() { handlers = make(map[atexit.HandlerID]func()) },
	})
}
