// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:debug panicnil=1

// Panicnil ends in ways in which recover returns nil: panicnil PLACE WAY. It has
// panic(nil) stay nil by a directive, where others have it from the environment.
package main

import (
	"os"
	"runtime"
	"time"

	"github.com/exithook/exithook"
)

func main() {
	place, f := os.Args[1], ways[os.Args[2]]
	exithook.Add(exithook.Hook{Name: "success", F: func() { say("success") }})
	exithook.Add(exithook.Hook{Name: "always", RunOnFailure: true, F: func() {
		t, _ := exithook.Status()
		say(t.Cause.String())
	}})
	places[place](f)
	select {}
}

// ways are what the functions do.
var ways = map[string]func(){
	"panic":  panicNil,
	"Goexit": runtime.Goexit,
	"return": func() {},
	"nested": nested,
}

func panicNil() { panic(nil) }

// nested returns from a function with RunOnPanic while another one, that is recovered,
// panics.
func nested() {
	defer func() {
		func() { defer exithook.RunOnPanic() }()
		recover()
	}()
	panicNil()
}

// places are where they are called.
var places = map[string]func(f func()){
	"Main": func(f func()) {
		exithook.Main(func() int { f(); return 0 })
	},
	"Go": func(f func()) {
		exithook.Go(f)
		exitLater()
	},
	"RunOnPanic": func(f func()) {
		go func() {
			defer exithook.RunOnPanic()
			f()
		}()
		exitLater()
	},
	"go": func(f func()) {
		go f()
		exitLater()
	},
	"main": func(f func()) { f(); exithook.Exit(0) },
	"hook": func(f func()) {
		exithook.Add(exithook.Hook{Name: "middle", RunOnFailure: true, F: f})
		exithook.Exit(0)
	},
	"recovered": func(f func()) {
		func() {
			defer func() { recover() }()
			f()
		}()
		exithook.Exit(0)
	},
}

// exitLater exits if nothing else ends the program before.
func exitLater() {
	time.Sleep(300 * time.Millisecond)
	exithook.Exit(0)
}

func say(text string) { os.Stdout.WriteString(text + "\n") }
