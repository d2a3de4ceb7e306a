// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import (
	"time"

	"github.com/exithook/exithook"
)

func init() {
	register(map[string]mode{"abandoned-panics": abandonedPanics})
}

// abandonedPanics has a hook come back after it was abandoned, and panic, with
// RunOnPanic deferred or without: abandoned-panics HOW CODE.
func abandonedPanics(args []string) {
	abandoned, panicking := make(chan bool), make(chan bool)
	sayHook("first")
	always("waits", func() {
		close(abandoned) // or this would not run
		<-panicking
		time.Sleep(300 * time.Millisecond)
		say("waits")
	})
	add(exithook.Hook{Name: "late", RunOnFailure: true, Timeout: 200 * time.Millisecond, F: func() {
		if args[0] == "RunOnPanic" {
			defer exithook.RunOnPanic()
		}
		<-abandoned
		close(panicking)
		boom()
	}})
	exit(number(args, 1))
}
