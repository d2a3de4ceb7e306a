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

// sleep waits for a promise that a timer of JavaScript fulfils.
func sleep(ms int) string {
	promise := js.Global().Call("Function", "ms", "return new Promise(done => setTimeout(() => done('slept'), ms))")
	value := make(chan string)
	promise.Invoke(ms).Call("then", js.FuncOf(func(_ js.Value, args []js.Value) any {
		go func() { value <- args[0].String() }()
		return nil
	}))
	return <-value
}

// jsPromise has a hook wait for a promise.
func jsPromise([]string) {
	always("waits", func() { say("%s", sleep(50)) })
	exit(0)
}

// jsExitInEvent exits in a function that JavaScript calls, or on a goroutine that this
// starts, or only after main has. A hook waits for JavaScript or not.
func jsExitInEvent(args []string) {
	exithook.SetTimeout(timeout)
	always("hook", func() {
		if args[1] == "waits" {
			sleep(50)
		}
		println("hook") // package os would wait for node
	})
	js.Global().Call("setTimeout", function(func() {
		if args[0] == "goroutine" {
			go exit(3)
		} else {
			exit(3)
		}
	}), 0)
	if args[0] == "late" {
		exit(4)
	}
	select {}
}
