// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package exithook_test

import (
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/exithook/exithook"
)

func ExampleAdd() {
	exithook.Add(exithook.Hook{F: func() { fmt.Println("first added, last run") }})
	exithook.Add(exithook.Hook{
		F:            func() { fmt.Println("run on failure too") },
		RunOnFailure: true,
		Name:         "failure",
		Timeout:      time.Second,
	})
	exithook.Run(0)
	// Output:
	// run on failure too
	// first added, last run
}

func ExampleDefer() {
	fmt.Println("open")
	exithook.Defer(func() { fmt.Println("close") })
	exithook.Run(1)
	// Output:
	// open
	// close
}

func ExampleHook() {
	// Hooks without RunOnFailure are for what makes sense only after a success.
	exithook.Defer(func() { fmt.Println("remove the temporary file") })
	exithook.Add(exithook.Hook{F: func() { fmt.Println("publish the result") }})
	exithook.Run(1)
	// Output:
	// remove the temporary file
}

func ExampleRun() {
	exithook.Defer(func() { fmt.Println("flush") })
	exithook.Run(0)
	fmt.Println("the program goes on")
	exithook.Run(0) // nothing is left to run
	// Output:
	// flush
	// the program goes on
}

func ExampleRegistration_Stop() {
	undo := func() { fmt.Println("undo") }
	r := exithook.Defer(undo)
	if r.Stop() { // the program is not ending, so this is not done twice
		undo()
	}
	fmt.Println("again:", r.Stop())
	exithook.Run(0)
	// Output:
	// undo
	// again: false
}

func ExampleRegistration_String() {
	r := exithook.Add(exithook.Hook{Name: "flush the log", F: func() {}})
	defer r.Stop()
	hook, place, _ := strings.Cut(r.String(), " (added at ")
	fmt.Println(hook, strings.Contains(place, "example_test.go:"))
	// Output: "flush the log" true
}

func ExampleExiting() {
	exiting := exithook.Exiting()
	done := make(chan bool)
	go func() {
		defer close(done)
		for n := 0; ; n++ {
			select {
			case <-exiting:
				fmt.Println("the worker stops")
				return
			case <-time.After(time.Millisecond):
				// work
			}
		}
	}()
	exithook.Defer(func() { <-done; fmt.Println("and all its work is saved") })
	exithook.Run(0)
	// Output:
	// the worker stops
	// and all its work is saved
}

func ExampleStatus() {
	_, ok := exithook.Status()
	fmt.Println("ending:", ok)
	exithook.Defer(func() {
		t, ok := exithook.Status()
		fmt.Println("ending:", ok)
		fmt.Println(t.Cause, t.Code, t.Via, t.Caller.Func)
	})
	exithook.Run(3)
	// Output:
	// ending: false
	// ending: true
	// Run 3 exithook.Run github.com/exithook/exithook_test.ExampleStatus
}

func ExampleSetTimeout() {
	exithook.SetTimeout(5 * time.Second)        // all hooks together
	defer exithook.SetTimeout(25 * time.Second) // as it was
	exithook.Defer(func() { fmt.Println("in time") })
	exithook.Run(0)
	// Output: in time
}

func ExampleCovered() {
	stop := exithook.HandleSignals(os.Interrupt)
	fmt.Println(exithook.Covered()&exithook.Signals != 0)
	stop()
	fmt.Println(exithook.Covered()&exithook.Signals != 0)
	// Output:
	// true
	// false
}

func ExampleEnds_String() {
	fmt.Println(exithook.Exits | exithook.Signals)
	fmt.Println(exithook.Ends(0))
	// Output:
	// exits, signals
	// none
}

func ExampleCause_String() {
	fmt.Println(exithook.OSExit, exithook.Cause(0))
	// Output: os.Exit unknown
}

func ExampleFrame_String() {
	fmt.Println(exithook.Frame{Func: "main.serve", File: "/src/server.go", Line: 42})
	// Output: server.go:42
}

func ExampleTermination_String() {
	fmt.Println(exithook.Termination{
		Cause:     exithook.OSExit,
		Code:      1,
		CodeKnown: true,
		Via:       "log.Fatal",
		Caller:    exithook.Frame{File: "/src/server.go", Line: 42},
	})
	// Output: exit 1, log.Fatal at server.go:42
}
