// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import "github.com/exithook/exithook"

func init() { register(map[string]mode{"ends": ends}) }

// ends requires ends, by name. In between, "handle" handles signals, and "stop"
// stops that.
func ends(args []string) {
	sayHook("hook")
	names := map[string]exithook.Ends{"Exits": exithook.Exits, "Panics": exithook.Panics, "Signals": exithook.Signals}
	stop := func() {}
	for _, arg := range args {
		switch arg {
		case "handle":
			stop = exithook.HandleSignals()
		case "stop":
			stop()
		case "say":
			for _, name := range []string{"Exits", "Panics", "Signals"} {
				say("%s: %v", name, exithook.Covered()&names[name] != 0)
			}
		default:
			exithook.Require(names[arg])
		}
	}
	say("starts")
	exit(0)
}
