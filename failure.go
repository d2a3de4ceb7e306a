// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package exithook

import (
	"os"
	"runtime"
	"syscall"
	"time"
	"unsafe"

	"github.com/exithook/exithook/internal/engine"
	"github.com/exithook/exithook/internal/link"
	"github.com/exithook/exithook/internal/tiny"
)

// std is the engine that the functions of this package work on. It is static
// data: a program may end before our init function has run.
var std = engine.Engine{
	Timeout: 30 * time.Second,
	Host: engine.Host{
		Goid:     link.Goid,
		Park:     park,
		Now:      link.Now,
		Keep:     keepRecords,
		Describe: describeEnd,
		Failed:   hookFailed,
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

// onArrive is called by each goroutine on its way into onExit, or past it.
func onArrive(goid uint64) { std.Arrive(asked(goid, unknownCode)) }

// onExit is called by the runtime, on the goroutine that ends the program.
func onExit(success bool) {
	goid, code := link.Goid(), 0
	if !success {
		code = failureCode
	}
	end(asked(goid, code))
}

// asked returns the end that the goroutine asks for with an exit.
func asked(goid uint64, code int) *engine.End {
	if t := announced.get(goid); t != nil {
		return t.forEngine()
	}
	return &engine.End{Code: code, Goid: goid} // nothing more, unless somebody wants to know
}

func park() { select {} }

// after does not return the method value: that would link all of package time
// that a Timer has to do with.
func after(d time.Duration, id uint64) func() bool {
	timer := unsafe.Pointer(time.AfterFunc(d, func() { std.Alarm(id) }))
	return func() bool { return (*time.Timer)(timer).Stop() }
}

// say writes a report to standard error, in one piece.
func say(text string) { os.Stderr.WriteString(text) }

// hookFailed reports a hook that failed, at once.
func hookFailed(f *engine.Failure) {
	var what, stack string
	var from int
	tr := parseTrace(ownStack())
	switch f.Outcome {
	case engine.Panicked:
		what = " panicked: " + panicText(f.Panic)
		from, _ = tr.panicked()
	case engine.Exited:
		what = " called exit"
		from, _ = tr.exited()
	case engine.Goexited:
		what = " called runtime.Goexit"
		from = tr.find("runtime.Goexit")
	case engine.Overrun:
		what = " did not return within its timeout of " + tiny.Duration(f.Hook.Details().Timeout) + ", and is abandoned"
		stack = allStacks().text(f.Goid)
	}
	if stack == "" {
		stack = "\n" + string(tr.text(from)) + "\n"
	}
	if f.Abandoned {
		what = ", abandoned before," + what
	}
	say(about(f.Hook, what) + stack)
}

// expired reports that the deadline for all hooks has passed.
func expired(x *engine.Expiry) {
	text := "exithook: the hooks did not finish within the timeout of " + tiny.Duration(x.Timeout) + " for all of them\n"
	all := allStacks()
	if x.Running != nil {
		text += about(x.Running, " is running") + all.text(x.Goid)
	}
	for _, l := range firsts(std.Late()) {
		text += "exithook: " + goroutine(l.Goid) + " waits for the end, in an exit that came later\n" + all.text(l.Goid)
	}
	pending := firsts(x.Pending)
	for _, h := range pending {
		text += about(h, " was not run")
	}
	if n := len(x.Pending) - len(pending); n > 0 {
		text += "exithook: " + tiny.Itoa(int64(n)) + " more hooks were not run\n"
	}
	say(text + "\n")
}

// about returns a line on a hook.
func about(h *engine.Hook, what string) string {
	return "exithook: hook " + registration(h).String() + what + "\n"
}

// firsts returns as much of a list as a report has place for.
func firsts[T any](list []T) []T { return list[:min(len(list), 100)] }

// fatal ends the process after a hook has failed.
func fatal(o engine.Outcome, e *engine.End) {
	if t := endingOf(e); t.Cause == Panic {
		say(crashText(t)) // its goroutine cannot do it any more
	}
	finished()
	link.Throw(o.String())
}

// uncrashed ends the process in the place of a panic that was recovered.
func uncrashed(e *engine.End) {
	say("exithook: a panic was recovered after it had run the hooks\n" + crashText(endingOf(e)))
	finished()
	syscall.Exit(crashCode)
}

// crashText is what the runtime prints of a panic that crashes the program.
func crashText(t *ending) string {
	return "panic: " + panicText(t.Panic) + "\n\n" + string(t.Stack) + "\n"
}

// caller returns the position of the caller of the exported function.
func caller() string {
	var pc [1]uintptr
	runtime.Callers(3, pc[:]) // runtime.Callers, caller, the exported function
	return position(pc[0])
}
