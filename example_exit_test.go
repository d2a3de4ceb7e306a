// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package exithook_test

// The examples of this file end the program, so each runs in a process of its
// own, and TestExamples checks what it prints and its status.

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"syscall"

	"github.com/exithook/exithook"
)

var examples = map[string]func(){
	"Example":              Example,
	"ExampleExit":          ExampleExit,
	"ExampleMain":          ExampleMain,
	"ExampleMain_goexit":   ExampleMain_goexit,
	"ExampleRunOnPanic":    ExampleRunOnPanic,
	"ExampleGo":            ExampleGo,
	"ExampleHandleSignals": ExampleHandleSignals,
	"ExampleExitBySignal":  ExampleExitBySignal,
	"ExampleRequire":       ExampleRequire,
	"ExampleTermination":   ExampleTermination,
}

func Example() {
	exithook.Defer(func() { fmt.Println("close the database") })
	exithook.Defer(func() { fmt.Println("flush the log") })
	defer fmt.Println("deferred functions do not run on an exit")
	exithook.Exit(3) // where exithook.Covered has Exits, os.Exit does the same

	// Prints:
	// flush the log
	// close the database
	// exit status 3
}

func ExampleExit() {
	exithook.Defer(func() { fmt.Println("flush") })
	exithook.Exit(1)

	// Prints:
	// flush
	// exit status 1
}

func ExampleMain() {
	// func main() { exithook.Main(run) }
	exithook.Main(func() int {
		exithook.Defer(func() { fmt.Println("flush") })
		defer fmt.Println("deferred functions run, as always when a function returns")
		return 4
	})

	// Prints:
	// deferred functions run, as always when a function returns
	// flush
	// exit status 4
}

func ExampleMain_goexit() {
	exithook.Main(func() int {
		exithook.Defer(func() { fmt.Println("flush") })
		go func() { fmt.Println("the other goroutines finish") }()
		runtime.Goexit()
		return 0
	})

	// Prints:
	// the other goroutines finish
	// flush
	// exit status 2
}

func ExampleRunOnPanic() {
	defer exithook.RunOnPanic()
	exithook.Defer(func() { fmt.Println("flush") })
	panic("nothing recovers this")

	// Prints:
	// flush
	// exit status 2
}

func ExampleGo() {
	exithook.Defer(func() { fmt.Println("flush") })
	exithook.Go(func() { panic("in a goroutine of mine") })
	select {}

	// Prints:
	// flush
	// exit status 2
}

func ExampleHandleSignals() {
	exithook.HandleSignals(os.Interrupt, syscall.SIGTERM)
	exithook.Defer(func() { fmt.Println("flush") })
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		panic(err)
	}
	self.Signal(syscall.SIGTERM) // as kill does
	select {}

	// Prints:
	// flush
	// signal: terminated
}

func ExampleRequire() {
	exithook.HandleSignals()
	exithook.Require(exithook.Signals)
	fmt.Println("signals are covered")
	exithook.Require(exithook.Panics) // of all goroutines
	fmt.Println("but not panics, so this is not printed")

	// Prints:
	// signals are covered
	// exit status 2
}

func ExampleExitBySignal() {
	exithook.Defer(func() { fmt.Println("flush") })
	c := make(chan os.Signal, 1)
	signal.Notify(c, syscall.SIGTERM)
	go func() {
		sig := <-c
		fmt.Println("tell the others")
		exithook.ExitBySignal(sig)
	}()
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		panic(err)
	}
	self.Signal(syscall.SIGTERM) // as kill does
	select {}

	// Prints:
	// tell the others
	// flush
	// signal: terminated
}

func ExampleTermination() {
	exithook.Defer(func() {
		t, _ := exithook.Status()
		fmt.Println(t.Cause, t.Code)
		fmt.Println(t.Panic)
		fmt.Println(t.Via, t.Caller.Func)
	})
	exithook.Go(func() { panic(errors.New("disk full")) })
	select {}

	// Prints:
	// panic 2
	// disk full
	// panic github.com/exithook/exithook_test.ExampleTermination.func2
	// exit status 2
}
