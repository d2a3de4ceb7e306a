// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Bubble is a test binary that ends in, or beside, a bubble of testing/synctest:
// bubble MODE. It is a program, so that each build can have it.
package main

import (
	"fmt"
	"os"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/exithook/exithook"
)

// exit is the exit function under test: os.Exit, or exithook.Exit with
// E2E_EXIT=Exit.
var exit = os.Exit

func init() {
	if os.Getenv("E2E_EXIT") == "Exit" {
		exit = exithook.Exit
	}
}

func main() {
	f := modes[os.Args[1]]
	os.Args = os.Args[:1] // the rest would be flags of a test
	all := func(string, string) (bool, error) { return true, nil }
	testing.Main(all, []testing.InternalTest{{Name: "Test", F: f}}, nil, nil)
}

func say(format string, args ...any) { os.Stdout.WriteString(fmt.Sprintf(format, args...) + "\n") }

func always(name string, f func()) {
	exithook.Add(exithook.Hook{F: f, RunOnFailure: true, Name: name})
}

func sayHook(name string) { always(name, func() { say("%s", name) }) }

// within runs f in a bubble.
func within(t *testing.T, f func()) { synctest.Test(t, func(*testing.T) { f() }) }

// timeout is that of the stuck hooks here. It is by the real clock.
const timeout = 500 * time.Millisecond

// lock is stuck, and the clock of a bubble does not go on meanwhile.
func lock() {
	var mu sync.Mutex
	mu.Lock()
	mu.Lock()
}

var modes = map[string]func(*testing.T){
	"exiting-first":  exitingFirst,
	"exiting-other":  exitingInOther,
	"exit-inside":    exitInside,
	"hook-sleeps":    hookSleeps,
	"hook-stuck":     hookStuck,
	"hook-overruns":  hookOverruns,
	"hook-panics":    func(t *testing.T) { hookFails(t, func() { panic("boom") }) },
	"hook-exits":     func(t *testing.T) { hookFails(t, func() { exit(0) }) },
	"uses":           uses,
	"signals":        signals,
	"late":           late,
	"late-inside":    lateInside,
	"late-sleep":     lateAndSleep,
	"late-in-bubble": lateInSameBubble,
	"panic":          panicInside,
	"panic-late":     panicLate,
	"run-twice":      runTwice,
	"run-crossed":    runCrossed,
}

// exitingFirst has the first call of Exiting be in a bubble, and an exit outside.
func exitingFirst(t *testing.T) {
	within(t, func() {
		select {
		case <-exithook.Exiting():
			say("ending")
		default:
		}
	})
	always("hook", sayExiting)
	exit(3)
}

// exitingInOther has it in a bubble, and an exit in another one.
func exitingInOther(t *testing.T) {
	within(t, func() { exithook.Exiting() })
	always("hook", sayExiting)
	within(t, func() { exit(3) })
}

func sayExiting() {
	<-exithook.Exiting()
	say("exiting")
}

// exitInside has Exiting called outside first, and then inside, where the exit is.
func exitInside(t *testing.T) {
	outside := exithook.Exiting()
	within(t, func() {
		inside := exithook.Exiting()
		always("hook", func() {
			<-outside
			<-inside
			say("exiting")
		})
		exit(3)
	})
}

// hookSleeps has a hook sleep longer, by the clock of the bubble, than any deadline
// is, which is no time at all.
func hookSleeps(t *testing.T) {
	sayHook("first")
	within(t, func() {
		exithook.Add(exithook.Hook{Name: "sleeps", Timeout: time.Minute, RunOnFailure: true, F: func() {
			begin := time.Now()
			time.Sleep(time.Hour)
			say("slept for %v", time.Since(begin))
		}})
		exit(3)
	})
}

// hookStuck has a hook stuck, with the deadline for all.
func hookStuck(t *testing.T) {
	exithook.SetTimeout(timeout)
	sayHook("first")
	within(t, func() {
		always("stuck", lock)
		exit(3)
	})
}

// hookOverruns has a hook stuck, with a deadline of its own.
func hookOverruns(t *testing.T) {
	sayHook("first")
	within(t, func() {
		exithook.Add(exithook.Hook{Name: "stuck", Timeout: timeout, RunOnFailure: true, F: lock})
		sayHook("third")
		exit(3)
	})
}

func hookFails(t *testing.T, f func()) {
	sayHook("first")
	within(t, func() {
		always("second", f)
		sayHook("third")
		exit(3)
	})
}

// uses has what is no end in a bubble, and an exit outside.
func uses(t *testing.T) {
	within(t, func() {
		sayHook("first")
		r := exithook.Defer(func() { say("must not run") })
		say("stopped: %v", r.Stop())
		exithook.SetTimeout(time.Minute)
		_, ending := exithook.Status()
		say("ending: %v", ending)
	})
	sayHook("second")
	exit(3)
}

// signals has HandleSignals called in a bubble, and a signal outside.
func signals(t *testing.T) {
	within(t, func() { exithook.HandleSignals() })
	say("handled")
	sayHook("hook")
	self, _ := os.FindProcess(os.Getpid())
	self.Signal(os.Interrupt)
	time.Sleep(time.Minute)
}

// late has an exit come too late in a bubble.
func late(t *testing.T) {
	begun := make(chan bool)
	always("slow", func() {
		close(begun)
		time.Sleep(300 * time.Millisecond)
		say("slow")
	})
	go exit(3)
	within(t, func() {
		<-begun
		exit(4)
	})
}

// lateInside has it on another goroutine of the bubble, whose first goroutine is to
// end the program and runs a hook that waits for something outside.
func lateInside(t *testing.T) {
	begun, done := make(chan bool), make(chan bool)
	go func() {
		<-begun
		time.Sleep(300 * time.Millisecond)
		close(done)
	}()
	lateAndSlow(t, begun, func() { <-done })
}

// lateAndSleep is the same with a hook that waits for the clock of the bubble, which
// goes on only if every goroutine of the bubble waits for something in it.
func lateAndSleep(t *testing.T) {
	lateAndSlow(t, make(chan bool, 1), func() { time.Sleep(time.Hour) })
}

func lateAndSlow(t *testing.T, begun chan<- bool, slow func()) {
	within(t, func() {
		inside := make(chan bool)
		always("slow", func() {
			close(inside)
			begun <- true
			slow()
			say("slow")
		})
		go func() {
			<-inside
			exit(4)
		}()
		exit(3)
	})
}

// lateInSameBubble has it in a bubble whose first goroutine returns.
func lateInSameBubble(t *testing.T) {
	begun := make(chan bool)
	always("slow", func() {
		close(begun)
		time.Sleep(300 * time.Millisecond)
		say("slow")
	})
	go exit(3)
	within(t, func() {
		go func() {
			<-begun
			exit(4)
		}()
	})
}

// panicInside ends the program with a panic in a bubble.
func panicInside(t *testing.T) {
	sayHook("hook")
	within(t, func() {
		exithook.Go(func() { panic("boom") })
		time.Sleep(time.Hour)
	})
}

// panicLate has a panic in a bubble during an exit, for whose hooks it waits.
func panicLate(t *testing.T) {
	begun := make(chan bool)
	always("slow", func() {
		close(begun)
		time.Sleep(300 * time.Millisecond)
		say("slow")
	})
	go exit(3)
	within(t, func() {
		<-begun
		exithook.Go(func() { panic("boom") })
		select {}
	})
}

// runTwice has a Run in each of two bubbles, and two in the second.
func runTwice(t *testing.T) {
	within(t, func() {
		sayHook("A")
		exithook.Run(0)
	})
	within(t, func() {
		sayHook("B")
		exithook.Run(0)
		sayHook("C")
		exithook.Run(0)
	})
	sayHook("D")
	exit(3)
}

// runCrossed has a Run in a bubble wait for one outside, and the other way round.
func runCrossed(t *testing.T) {
	begun := make(chan bool)
	slow := func(name string) {
		always(name, func() {
			begun <- true
			time.Sleep(200 * time.Millisecond)
			say("%s", name)
		})
	}
	slow("outside")
	go exithook.Run(0)
	<-begun
	within(t, func() { exithook.Run(0) })
	say("after outside")
	done := make(chan bool)
	go func() {
		defer close(done)
		within(t, func() {
			slow("inside")
			exithook.Run(0)
		})
	}()
	<-begun
	exithook.Run(0)
	say("after inside")
	<-done
	exit(3)
}
