// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Logrus is the program with the exit handlers of github.com/sirupsen/logrus.
package main

import (
	_ "unsafe" // for linkname

	"github.com/sirupsen/logrus"

	"github.com/exithook/exithook/bench/subject"
)

//go:linkname handlers github.com/sirupsen/logrus.handlers
var handlers []func()

func main() {
	subject.Main(subject.Package{
		Add:     logrus.RegisterExitHandler,
		Exit:    logrus.Exit,
		Reset:   func() { handlers = nil },
		OneOnly: true,
	})
}
