// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Rclone is the program with lib/atexit of github.com/rclone/rclone.
package main

import (
	"os"
	_ "unsafe" // for linkname

	"github.com/rclone/rclone/lib/atexit"

	"github.com/exithook/exithook/bench/subject"
)

//go:linkname fns github.com/rclone/rclone/lib/atexit.fns
var fns map[atexit.FnHandle]bool

func main() {
	subject.Main(subject.Package{
		Add:     func(hook func()) { atexit.Register(hook) },
		AddStop: func(hook func()) { atexit.Unregister(atexit.Register(hook)) },
		Exit: func(code int) {
			atexit.Run()
			os.Exit(code)
		},
		Main: func(main func()) {
			defer atexit.Run()
			main()
		},
		Signals: func() {}, // it handles them once there is a hook
		Reset:   func() { fns = make(map[atexit.FnHandle]bool) },
	})
}
