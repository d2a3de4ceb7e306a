// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import (
	"os"
	"runtime"
	"strconv"
	"time"

	"github.com/exithook/exithook"
	"github.com/exithook/exithook/e2e/dep"
)

func init() {
	register(map[string]mode{
		"exits":       exits,
		"mixed":       mixed,
		"mixed-model": mixedModel,
		"blocked":     blocked,
		"worker":      worker,
		"dependency":  dependency,
	})
}

// exits has 11 goroutines exit with code 0 during a slow hook.
func exits([]string) {
	onSuccess("slow", func() {
		say("begin")
		time.Sleep(50 * time.Millisecond)
		say("end")
	})
	for range 10 {
		go exit(0)
	}
	exit(0)
}

// mixed has 16 goroutines exit at once with different codes, every fourth of
// them 0. The hooks say which code they see.
func mixed([]string) {
	always("always", func() { say("always %s", statusCode()) })
	onSuccess("success", func() { say("success %s", statusCode()) })
	exitAtOnce()
}

func statusCode() string {
	t, ok := exithook.Status()
	if !ok || !t.CodeKnown {
		return "unknown"
	}
	return strconv.Itoa(t.Code)
}

// mixedModel is mixed for the model, whose hooks cannot see the code.
func mixedModel([]string) {
	always("always", func() { say("always") })
	onSuccess("success", func() { say("success") })
	exitAtOnce()
}

func exitAtOnce() {
	begin := make(chan bool)
	for g := range 16 {
		code := 0
		if g%4 != 0 {
			code = 10 + g
		}
		go func() {
			<-begin
			exit(code)
		}()
	}
	runtime.Gosched()
	close(begin)
	select {}
}

// blocked has n goroutines exit during a hook of 2 seconds.
func blocked(args []string) {
	n := number(args, 0)
	always("slow", func() {
		for range n {
			go exit(1)
		}
		time.Sleep(2 * time.Second)
		say("slow")
	})
	exit(0)
}

// worker exits on another goroutine while main waits.
func worker(args []string) {
	sayHook("A")
	onSuccess("B", func() { say("B") })
	go exit(number(args, 0))
	select {}
}

// dependency has a package that knows nothing of hooks end the program.
func dependency([]string) {
	sayHook("A")
	onSuccess("B", func() { say("B must not run") })
	always("C", func() {
		t, _ := exithook.Status()
		say("%s", t.Via)
		os.Stdout.Write(t.Stack)
	})
	dep.Start()
	select {}
}
