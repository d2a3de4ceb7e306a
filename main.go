// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package exithook

import (
	"runtime"
	"time"

	"github.com/exithook/exithook/internal/link"
)

// Main runs a program and ends it. It is for the main function:
//
//	func main() { exithook.Main(run) }
//
// Whichever way run ends, the hooks run, in every build:
//
//   - run returns: the program ends with the code that it returned.
//   - run panics: as for RunOnPanic.
//   - run calls runtime.Goexit: as without Main, the program goes on while there
//     are other goroutines. Once there are none, the hooks run, and the program
//     dies as the runtime would have ended it, with "fatal error: no goroutines
//     (main called runtime.Goexit) - deadlock!" and status 2. Other goroutines
//     that are blocked for ever count as goroutines here.
//
// Main does not return. It panics if run is nil.
func Main(run func() int) {
	if run == nil {
		panic("exithook: Main: the function to run is nil, at " + caller())
	}
	returned := false
	defer func() {
		if returned {
			return // os.Exit panicked, as it does in a test
		}
		if !link.Panics() {
			if v := recover(); v != nil {
				panicked(v)
				panic(v)
			}
		} else if !parseTrace(ownStack()).goexits() {
			return // it is for the runtime to run the hooks
		}
		goexited()
	}()
	code := run()
	returned = true
	leave(&ending{Cause: Return, Code: code, CodeKnown: true})
}

// goexited ends the program once the main goroutine, which called
// runtime.Goexit, is the last.
func goexited() {
	own, looks := 1, 1
	if runtime.GOOS == "js" {
		own = 2    // the other is the runtime's, for the event that ends the sleep,
		looks = 10 // and is over already now and then, so one of the program's may be the second
	}
	for last := 0; last < looks; {
		time.Sleep(10 * time.Millisecond)
		last++
		if runtime.NumGoroutine() > own+int(signals.goroutines.Load()) {
			last = 0
		}
	}
	t := &ending{Cause: Goexit, Code: crashCode, CodeKnown: true, Goroutine: link.Goid()}
	end(t.forEngine())
	link.Throw("no goroutines (main called runtime.Goexit) - deadlock!")
}
