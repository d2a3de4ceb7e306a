// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import (
	"runtime"

	"github.com/exithook/exithook"
)

func init() {
	register(map[string]mode{
		"memory-live":    memoryLive,
		"memory-stopped": memoryStopped,
		"memory-flat":    memoryFlat,
	})
}

// among is how many hooks there are for one that stays.
const among = 1000

// perOne says how many bytes each of n things keeps that were made since.
func perOne(before int64, n int) {
	after := heap()
	say("%d", int(max(after, before)-before)/n)
}

func nothing() {}

// memoryLive has one hook stay among many that are stopped, at once or later:
// memory-live WHEN N.
func memoryLive(args []string) {
	n := number(args, 1)
	exithook.Defer(nothing).Stop()
	before := heap()
	var registered []*exithook.Registration
	for range n {
		for i := range among {
			r := exithook.Defer(nothing)
			switch {
			case i == among/2:
			case args[0] == "at-once":
				r.Stop()
			default:
				registered = append(registered, r)
			}
		}
	}
	for _, r := range registered {
		r.Stop()
	}
	registered = nil
	perOne(before, n)
	runtime.KeepAlive(registered)
	exit(0)
}

// memoryStopped keeps one of many Registrations, all of which are stopped.
func memoryStopped(args []string) {
	n := number(args, 1)
	kept := make([]*exithook.Registration, n)
	exithook.Defer(nothing).Stop()
	before := heap()
	var all []*exithook.Registration
	for k := range n {
		for i := range among {
			r := exithook.Defer(nothing)
			if i == among/2 {
				kept[k] = r
			}
			if args[0] == "at-once" {
				r.Stop()
			} else {
				all = append(all, r)
			}
		}
	}
	for _, r := range all {
		r.Stop()
	}
	all = nil
	perOne(before, n)
	runtime.KeepAlive(kept)
	exit(0)
}

// memoryFlat adds hooks and stops them, a few at a time.
func memoryFlat(args []string) {
	n := number(args, 1)
	var few [100]*exithook.Registration
	pass := func(n int) {
		for i := range n {
			r := &few[i*7%len(few)]
			(*r).Stop()
			*r = exithook.Defer(nothing)
		}
	}
	pass(n)
	before := heap()
	pass(10 * n)
	perOne(before, 1)
	exit(0)
}
