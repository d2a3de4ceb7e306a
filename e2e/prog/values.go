// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import (
	"os"
	"strings"
	"time"

	"github.com/exithook/exithook"
)

func init() { register(map[string]mode{"values": values}) }

// values are the values that a report has: values CASE. The value is that of
// E2E_VALUE, or of so many bytes if that is "big".
func values(args []string) {
	v := os.Getenv("E2E_VALUE")
	if v == "big" {
		v = strings.Repeat(strings.Repeat("0123456789", 12)+"1234567\n", 1<<16)
	}
	valueCases[args[0]](v)
}

// valueCases have the value in different places.
var valueCases = map[string]func(v string){
	"hook panics": func(v string) { middle(3, func() { panic(v) }) },
	"name of a hook that panics": func(v string) {
		always(v, boom)
		exit(3)
	},
	"names": func(v string) {
		always(v, func() {})
		exit(3)
	},
	"name at the deadline": func(v string) {
		exithook.SetTimeout(timeout)
		always(v, func() {})
		always(v, sleepLong)
		exit(3)
	},
	"name at a second signal": func(v string) {
		always(v, func() {
			say("in hook")
			time.Sleep(ever)
		})
		exithook.HandleSignals()
		await(ever)
	},
	"end": func(v string) { exithook.Go(func() { panic(v) }); select {} },
	"end, and a hook fails": func(v string) {
		always("second", quit)
		exithook.Go(func() { panic(v) })
		select {}
	},
	"recovered": func(v string) {
		done := make(chan bool)
		go func() {
			defer close(done)
			defer func() { recover() }()
			defer exithook.RunOnPanic()
			panic(v)
		}()
		<-done
		exit(0)
	},
	"late end": func(v string) {
		always("slow", func() {
			exithook.Go(func() { panic(v) })
			time.Sleep(200 * time.Millisecond)
		})
		exit(3)
	},
	"exit": func(string) { exit(3) }, // the value is elsewhere
}
