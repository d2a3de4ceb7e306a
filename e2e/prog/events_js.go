// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import (
	"syscall/js"

	"github.com/exithook/exithook"
)

func init() {
	register(map[string]mode{
		"js-exits":         jsExits,
		"js-promise":       jsPromise,
		"js-exit-in-event": jsExitInEvent,
	})
}

// function returns a function for JavaScript to call.
func function(f func()) js.Func {
	return js.FuncOf(func(js.Value, []js.Value) any {
		f()
		return nil
	})
}

// jsExits has a hook wait for 10 ticks of a timer of JavaScript, while 10 more exits
// are waiting.
func jsExits([]string) {
	ticks, done := 0, make(chan bool)
	js.Global().Call("setInterval", function(func() {
		if ticks++; ticks == 10 {
			close(done)
		}
	}), 10)
	always("waits", func() {
		say("hook begins")
		<-done
		say("10 ticks")
	})
	for range 10 {
		go exit(3)
	}
	exit(3)
}

// jsPromise has a hook wait for a promise that a timer of JavaScript fulfils.
func jsPromise([]string) {
	always("waits", func() {
		sleep := js.Global().Call("Function", "return new Promise(done => setTimeout(() => done('slept'), 50))")
		value := make(chan string)
		sleep.Invoke().Call("then", js.FuncOf(func(_ js.Value, args []js.Value) any {
			go func() { value <- args[0].String() }()
			return nil
		}))
		say("%s", <-value)
	})
	exit(0)
}

// jsExitInEvent exits in a function that JavaScript calls, on the goroutine of that or
// on another, with a hook that waits for JavaScript or not.
func jsExitInEvent(args []string) {
	exithook.SetTimeout(timeout)
	always("hook", func() {
		if args[1] == "waits" {
			say("hook")
		} else {
			println("hook") // to write by way of package os is to wait for node
		}
	})
	js.Global().Call("setTimeout", function(func() {
		if args[0] == "go" {
			go exit(3)
		} else {
			exit(3)
		}
	}), 0)
	select {}
}
