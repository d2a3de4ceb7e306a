// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import (
	"log"
	"os"
	"time"

	"github.com/exithook/exithook"
)

func init() {
	register(map[string]mode{
		"chdir":   chdir,
		"hook-of": hookOf,
	})
}

// chdir changes the folder, and exits.
func chdir(args []string) {
	if err := os.Chdir(args[0]); err != nil {
		log.Fatal(err)
	}
	sayHook("hook")
	exit(3)
}

// hookOf has a hook that takes a time, and a deadline of its own unless that is 0:
// hook-of TIME TIMEOUT.
func hookOf(args []string) {
	took, _ := time.ParseDuration(args[0])
	if d, _ := time.ParseDuration(args[1]); d != 0 {
		exithook.SetTimeout(d)
	}
	sayHook("first")
	always("slow", func() {
		time.Sleep(took)
		say("slow ends")
	})
	exit(3)
}
