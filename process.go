// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package exithook

import (
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/exithook/exithook/internal/clock"
	"github.com/exithook/exithook/internal/engine"
	"github.com/exithook/exithook/internal/link"
	"github.com/exithook/exithook/internal/output"
	"github.com/exithook/exithook/internal/report"
)

// This file connects the engine to the process: the runtime calls the engine when the
// program ends, and the engine's failures become messages and fatal errors.
//
// What runs here may be the last that the process does. It waits for no other thread, and
// only for a bounded time for a descriptor or for code of the program.

// std is the engine that the functions of this package work on. It is static
// data: a program may end before our init function has run.
var std = engine.Engine{
	Timeout: 25 * time.Second,
	Host: engine.Host{
		Goid:        link.Goid,
		Park:        park,
		Now:         clock.Now,
		Channel:     newChannel,
		PanickedNil: panickedNil,
		Keep:        keepRecords,
		Describe:    describeEnd,
		Failed:      hookFailed,
	},
}

func init() {
	link.OnArrive = onArrive
	link.OnExit = onExit
	link.OnPanic = panicked
	std.Host.After = after
	std.Host.Expired = expired
	std.Host.Fatal = fatal // not in the literal, because they use std
	std.Host.Uncrashed = uncrashed
}

// onArrive is called by each goroutine that exits. The runtime calls onExit on the first one
// only.
func onArrive(goid uint64) {
	endMethod(goid)
	std.Arrive(asked(goid, unknownCode))
}

// onExit is called by the runtime, on the goroutine that ends the program.
func onExit(success bool) {
	goid, code := link.Goid(), 0
	if !success {
		code = failureCode
	}
	runAndLeave(asked(goid, code))
}

// asked returns the end that the goroutine asks for with an exit.
func asked(goid uint64, code int) *engine.End {
	if t := announced.get(goid); t != nil {
		return t.forEngine()
	}
	return &engine.End{Code: code, Goid: goid}
}

// park blocks the goroutine for good. In a synctest bubble, it must not look like a
// deadlock of the bubble, as select would, so it waits for a mutex. That keeps the
// bubble's clock from running. If hooks run in a bubble, they may wait for that clock, so
// then the goroutine waits for the clock too, most of the time.
func park() {
	for hooksInBubble.Load() && clock.InBubble() {
		clock.Sleep(10 * time.Millisecond)
		time.Sleep(time.Hour)
	}
	if clock.InBubble() {
		var forever sync.Mutex
		forever.Lock()
		forever.Lock()
	}
	select {}
}

// hooksInBubble says that the end was asked for in a bubble, so that its hooks run there.
var hooksInBubble atomic.Bool

// newChannel returns a channel that belongs to no synctest bubble, so that any goroutine
// may close it.
func newChannel() (c chan struct{}) {
	clock.Outside(func() { c = make(chan struct{}) })
	return c
}

func after(d time.Duration, id uint64) (stop func()) {
	return clock.After(d, func() { alarm(id) })
}

// alarm is the top function of the goroutines that a deadline starts. They run the other
// hooks once one was abandoned.
func alarm(id uint64) { std.Alarm(id) }

// hookFailed reports at once that a hook has failed.
func hookFailed(f *engine.Failure) {
	var what, more string
	switch f.Outcome {
	case engine.Panicked:
		what = "panicked: " + report.Indented(valueText(f.Panic))
		more = stackText(report.ParseStack(ownStack()).Panic())
	case engine.Exited:
		what = "called exit"
		more = stackText(report.ParseStack(ownStack()).Exit())
	case engine.Goexited:
		what = "called runtime.Goexit"
		more = stackText(report.ParseStack(ownStack()).Goexit())
	case engine.Overrun:
		what = "did not return within its timeout of " + f.Hook.Details().Timeout.String() + ", and is abandoned"
		more = seeBelow(f.Goid)
	}
	sep := " "
	if f.Abandoned {
		sep = ", abandoned before, "
	}
	output.Stderr(about(f.Hook, sep+what) + more + "\n")
}

func stackText(c report.Call) string { return "\n" + report.Printable(c.Stack) }

// seeBelow says where the stack of another goroutine is: the runtime prints those of all
// when the process dies of the failure.
func seeBelow(goid uint64) string {
	return "\tits stack is that of " + report.Goroutine(goid) + " below\n"
}

// about returns a line on a hook.
func about(h *engine.Hook, what string) string { return "exithook: " + title(h) + what + "\n" }

// title names a hook, for messages.
func title(h *engine.Hook) string { return "hook " + label(h) }

// expired reports that the deadline of all hooks has passed.
func expired(x *engine.Expiry) {
	text := "exithook: the hooks did not finish within the timeout of " + x.Timeout.String() + " for all of them\n"
	if x.Running != nil {
		text += about(x.Running, " is running") + seeBelow(x.Goid)
	}
	for _, l := range firsts(std.Late()) {
		text += "exithook: " + report.Goroutine(l.Goid) + " waits for the end, in an exit that came later\n"
	}
	for _, h := range firsts(x.Pending) {
		text += about(h, " was not run")
	}
	if n := len(x.Pending) - len(firsts(x.Pending)); n > 0 {
		text += "exithook: " + strconv.Itoa(n) + " more hooks were not run\n"
	}
	output.Stderr(text + "\n")
}

// firsts returns as much of a list as a report shows.
func firsts[T any](list []T) []T { return list[:min(len(list), mostShown)] }

// mostShown is how many later ends, and hooks that were not run, a report shows.
const mostShown = 100

// fatal ends the process after a hook has failed.
func fatal(o engine.Outcome, e *engine.End) {
	if known := endOf(e); known.asked.Cause == Panic {
		output.Stderr(crashText(known)) // its goroutine cannot do it any more
	}
	writeReports()
	throw(o.String())
}

// throw ends the process with a fatal error.
func throw(msg string) {
	runOthers()
	letRuntimePrint()
	link.Throw(msg)
}

// letRuntimePrint prepares for what the runtime prints before it ends the process. Where
// that could block for ever, because standard error takes nothing, the process ends without.
func letRuntimePrint() {
	if !output.OfRuntime() {
		syscall.Exit(crashCode)
	}
}

// uncrashed ends the process instead of a panic, which was recovered after it had run the
// hooks.
func uncrashed(e *engine.End) {
	output.Stderr("exithook: a panic was recovered after it had run the hooks\n" + crashText(endOf(e)))
	writeReports()
	syscall.Exit(crashCode)
}

// crashText is what the runtime prints of a panic that crashes the program.
func crashText(e *end) string {
	t := e.termination()
	return "panic: " + report.Indented(valueText(t.Panic)) + "\n\n" + report.Printable(string(t.Stack)) + "\n"
}

// othersRan says that the runtime's other hooks have been run, see runOthers.
var othersRan atomic.Bool

// runOthers runs the hooks of others in the runtime's list: they write the coverage data of a
// program that was built with -cover. The runtime does not run them for a panic.
func runOthers() {
	if othersRan.CompareAndSwap(false, true) {
		link.RunOthers()
	}
}
