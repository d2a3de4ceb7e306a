// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import (
	"os"
	"sync"
	"time"

	"github.com/exithook/exithook"
)

func init() {
	register(map[string]mode{
		"wait-exit":   waitExit,
		"overrun":     overrun,
		"comes-back":  comesBack,
		"deadline":    deadline,
		"stuck":       stuck,
		"stuck-first": stuckFirst,
		"in-time":     inTime,
		"extend":      extend,
		"shorten":     shorten,
	})
}

// timeout is that of the stuck hooks here.
const timeout = 500 * time.Millisecond

// waitExit has a hook wait for a goroutine that exits.
func waitExit([]string) {
	exithook.SetTimeout(timeout)
	sayHook("first")
	always("waits", awaitExit)
	exit(0)
}

func awaitExit() {
	done := make(chan bool)
	go exitOnOther(done)
	<-done
}

func exitOnOther(done chan bool) {
	exit(3)
	close(done)
}

// ways are ways for a hook to be stuck.
var ways = map[string]func(){
	"loop":  loop,
	"read":  read,
	"mutex": lock,
	"sleep": sleepLong,
}

func loop() {
	for n := 0; ; n++ {
	}
}

func read() {
	r, _, _ := os.Pipe()
	readStuck(r)
}

func lock() {
	var mu sync.Mutex
	mu.Lock()
	mu.Lock()
}

func sleepLong() { time.Sleep(time.Hour) }

// overrun has the second of three hooks stuck in some way.
func overrun(args []string) {
	sayHook("first")
	add(exithook.Hook{Name: "stuck", F: ways[args[0]], RunOnFailure: true, Timeout: timeout})
	sayHook("third")
	exit(number(args, 1))
}

// comesBack has a hook come back after it was abandoned, while others run.
func comesBack([]string) {
	abandoned, back := make(chan bool), make(chan bool)
	sayHook("first")
	always("waits", func() {
		close(abandoned) // or this would not run
		<-back
		time.Sleep(50 * time.Millisecond)
		say("waits")
	})
	add(exithook.Hook{Name: "late", RunOnFailure: true, Timeout: timeout, F: func() {
		say("late begins")
		<-abandoned
		say("late ends")
		close(back)
	}})
	exit(0)
}

// deadline has the whole deadline pass in the third of four hooks.
func deadline(args []string) {
	d, _ := time.ParseDuration(args[0])
	exithook.SetTimeout(d)
	onSuccess("first", func() { say("first must not run") })
	sayHook("second")
	always("stuck", sleepLong)
	sayHook("fourth")
	say("%d", time.Now().UnixNano())
	exit(1)
}

// stuck has a hook stuck with the whole deadline only.
func stuck(args []string) {
	exithook.SetTimeout(timeout)
	sayHook("first")
	always("stuck", ways[args[0]])
	exit(1)
}

// stuckFirst is for the model, which has no deadlines: what is given is the
// time that it has.
func stuckFirst([]string) {
	exithook.SetTimeout(timeout)
	always("stuck", sleepLong)
	exit(0)
}

// inTime has hooks that return just within their timeouts.
func inTime([]string) {
	exithook.SetTimeout(10 * time.Second)
	sayHook("first")
	add(exithook.Hook{Name: "slow", Timeout: 5 * time.Second, F: func() {
		time.Sleep(20 * time.Millisecond)
		say("slow")
	}})
	finish()
}

// extend has a hook ask for more time, which counts from the beginning.
func extend([]string) {
	exithook.SetTimeout(timeout)
	sayHook("first")
	always("slow", func() {
		exithook.SetTimeout(10 * time.Second)
		time.Sleep(2 * timeout)
		say("slow")
	})
	exit(0)
}

// shorten has a hook shorten the deadline, which counts from the beginning.
func shorten([]string) {
	sayHook("first")
	always("slow", func() {
		exithook.SetTimeout(timeout)
		sleepLong()
	})
	exit(0)
}
