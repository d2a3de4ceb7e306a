// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import (
	"fmt"
	"os"
	"runtime"
	"sync"
	"time"

	"github.com/exithook/exithook"
)

func init() {
	register(map[string]mode{
		"panic":         panicIn,
		"panic-hook":    panicFailingHook,
		"recovered":     recovered,
		"recovered-go":  recoveredInGo,
		"panic-late":    panicLate,
		"panic-plain":   panicPlain,
		"panic-or-exit": panicOrExit,
		"main-goexit":   mainGoexit,
		"goexit-exit":   goexitThenExit,
		"goexit-bare":   goexitBare,
	})
}

// panicIn panics in some way, in a goroutine under the care of exithook, or
// without any, to compare: panic-in PLACE WAY.
func panicIn(args []string) {
	f := panics[args[1]]
	onSuccess("A", func() { say("A must not run") })
	sayHook("B")
	always("C", func() {
		t, _ := exithook.Status()
		say("%v", t)
	})
	switch args[0] {
	case "Main":
		exithook.Main(func() int { f(); return 0 })
	case "Go":
		exithook.Go(f)
	case "RunOnPanic":
		go func() {
			defer exithook.RunOnPanic()
			f()
		}()
	case "main":
		f()
	case "go":
		go f()
	}
	select {}
}

// panics are ways to panic.
var panics = map[string]func(){
	"error":  boom,
	"nilmap": nilMap,
	"range":  outOfRange,
	"value":  panicValue,
	"nil":    panicNil,
}

func nilMap() {
	var m map[string]int
	//lint:ignore SA5000 this panics, and that is the point
	m["a"] = 1
}

func outOfRange() {
	s := make([]int, len(os.Args))
	fmt.Println(s[len(os.Args)+5])
}

func panicValue() { panic(42) }

func panicNil() { panic(nil) }

// panicFailingHook has a hook fail during the end by a panic.
func panicFailingHook([]string) {
	sayHook("first")
	always("second", quit)
	exithook.Go(boom)
	select {}
}

func recovered([]string) {
	sayHook("hook")
	func() {
		defer func() { say("recovered %v", recover()) }()
		boom()
	}()
	say("goes on")
	finish()
}

func recoveredInGo([]string) {
	sayHook("hook")
	var wg sync.WaitGroup
	wg.Add(1)
	exithook.Go(func() {
		defer wg.Done()
		defer func() { say("recovered %v", recover()) }()
		boom()
	})
	wg.Wait()
	say("goes on")
	exit(0)
}

// panicLate has a goroutine of Go panic while the hooks run.
func panicLate(args []string) {
	sayHook("first")
	always("slow", func() {
		say("slow begins")
		exithook.Go(boom)
		time.Sleep(500 * time.Millisecond)
		say("slow ends")
	})
	exit(number(args, 0))
}

// panicPlain is panicLate for a goroutine that exithook knows nothing of.
func panicPlain(args []string) {
	sayHook("first")
	always("slow", func() {
		say("slow begins")
		go boom()
		time.Sleep(time.Second)
		say("slow ends")
	})
	exit(number(args, 0))
}

// panicOrExit has one goroutine panic and another exit with code 0.
func panicOrExit([]string) {
	onSuccess("success", func() { say("success") })
	begin, panicking := make(chan bool), make(chan bool)
	always("always", func() {
		t, _ := exithook.Status()
		say("%v %d", t.Cause, t.Code)
		<-panicking
		time.Sleep(300 * time.Millisecond)
	})
	exithook.Go(func() {
		<-begin
		close(panicking)
		boom()
	})
	go func() {
		<-begin
		exit(0)
	}()
	runtime.Gosched()
	close(begin)
	select {}
}

func mainGoexit([]string) {
	sayHook("hook")
	go func() {
		time.Sleep(50 * time.Millisecond)
		say("worker ends")
	}()
	exithook.Main(func() int {
		defer say("deferred")
		runtime.Goexit()
		return 0
	})
}

// goexitThenExit has a goroutine exit after main called Goexit.
func goexitThenExit([]string) {
	sayHook("hook")
	go func() {
		time.Sleep(50 * time.Millisecond)
		exit(7)
	}()
	exithook.Main(func() int {
		runtime.Goexit()
		return 0
	})
}

// goexitBare is mainGoexit without Main.
func goexitBare([]string) {
	sayHook("hook must not run")
	runtime.Goexit()
}
