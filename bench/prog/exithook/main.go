// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Exithook is the program with this package.
package main

import (
	"os"

	"github.com/exithook/exithook"

	"github.com/exithook/exithook/bench/subject"
)

func main() {
	subject.Main(subject.Package{
		Add:     func(hook func()) { exithook.Defer(hook) },
		AddStop: func(hook func()) { exithook.Defer(hook).Stop() },
		Exit:    os.Exit,
		Main: func(main func()) {
			defer exithook.RunOnPanic()
			main()
		},
		Go:         exithook.Go,
		Signals:    func() { exithook.HandleSignals() },
		SetTimeout: exithook.SetTimeout,
		Reset:      func() { exithook.Run(0) },
	})
}
