// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package exithook

import (
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/exithook/exithook/internal/engine"
	"github.com/exithook/exithook/internal/link"
)

// std is the engine that the functions of this package work on. It is static
// data: a program may end before our init function has run.
var std = engine.Engine{
	Timeout: 30 * time.Second,
	Host: engine.Host{
		Goid:      link.Goid,
		Park:      park,
		Now:       time.Now,
		After:     after,
		Failed:    hookFailed,
		Expired:   expired,
		Fatal:     fatal,
		Uncrashed: uncrashed,
	},
}

func init() {
	link.OnArrive = onArrive
	link.OnExit = onExit
}

// onArrive is called by each goroutine on its way into onExit, or past it.
func onArrive(goid uint64) { std.Arrive(goid, observed(goid, unknownCode).describe) }

// onExit is called by the runtime, on the goroutine that ends the program.
func onExit(success bool) {
	goid, code := link.Goid(), 0
	if !success {
		code = failureCode
	}
	end(goid, observed(goid, code))
}

// observed returns what is known of the exit that the goroutine is in.
func observed(goid uint64, code int) *Termination {
	if t := announced.get(goid); t != nil {
		return t
	}
	return &Termination{Code: code, CodeKnown: code == 0}
}

func park() { select {} }

func after(d time.Duration, f func()) func() bool { return time.AfterFunc(d, f).Stop }

// say writes a report to standard error, in one piece.
func say(text string) { os.Stderr.WriteString(text) }

// hookFailed reports a hook that failed, at once.
func hookFailed(f engine.Failure) {
	text := "exithook: hook " + registration(f.Hook).String()
	if f.Abandoned {
		text += ", abandoned before,"
	}
	tr := parseTrace(debug.Stack())
	var stack []byte
	switch f.Outcome {
	case engine.Panicked:
		text += " panicked: " + panicText(f.Panic)
		_, _, stack = tr.panicked()
	case engine.Exited:
		text += " called exit"
		_, _, stack = tr.exited()
	case engine.Goexited:
		text += " called runtime.Goexit"
		stack = tr.text(tr.find("runtime.Goexit"))
	case engine.Overrun:
		text += " did not return within its timeout of " + f.Hook.Timeout.String() + ", and is abandoned"
		stack = stackOf(f.Goid)
	}
	say(text + "\n\n" + string(stack) + "\n")
}

// expired reports that the deadline for all hooks has passed.
func expired(x engine.Expiry) {
	var b strings.Builder
	b.WriteString("exithook: the hooks did not finish within the timeout of " + x.Timeout.String() + " for all of them\n")
	if x.Running != nil {
		b.WriteString("exithook: hook " + registration(x.Running).String() + " is running\n\n" + string(stackOf(x.Goid)) + "\n")
	}
	for _, l := range firsts(x.Late) {
		b.WriteString("exithook: " + goroutine(l.Goid) + " waits for the end, in an exit that came later\n\n" + string(stackOf(l.Goid)) + "\n")
	}
	for _, h := range firsts(x.Pending) {
		b.WriteString("exithook: hook " + registration(h).String() + " was not run\n")
	}
	if n := len(x.Pending) - len(firsts(x.Pending)); n > 0 {
		b.WriteString("exithook: " + strconv.Itoa(n) + " more hooks were not run\n")
	}
	b.WriteString("\n")
	say(b.String())
}

// firsts returns as much of a list as a report has place for.
func firsts[T any](list []T) []T { return list[:min(len(list), 100)] }

// fatal ends the process after a hook has failed.
func fatal(o engine.Outcome, e engine.End) {
	if t := e.Info.(*Termination); t.Cause == Panic {
		say(crashText(t)) // its goroutine cannot do it any more
	}
	link.Throw(o.String())
}

// uncrashed ends the process in the place of a panic that was recovered.
func uncrashed(e engine.End) {
	say("exithook: a panic was recovered after it had run the hooks\n" + crashText(e.Info.(*Termination)))
	syscall.Exit(crashCode)
}

// crashText is what the runtime prints of a panic that crashes the program.
func crashText(t *Termination) string {
	return "panic: " + panicText(t.Panic) + "\n\n" + string(t.Stack) + "\n"
}

// stackOf returns the stack of another goroutine, as far as it can be had.
func stackOf(goid uint64) []byte {
	header := "\n\n" + goroutine(goid) + " ["
	_, text, found := strings.Cut("\n\n"+allStacks(), header)
	if !found {
		return []byte(goroutine(goid) + " has no stack any more\n")
	}
	text, _, _ = strings.Cut(text, "\n\n")
	tr := parseTrace([]byte(header[2:] + strings.TrimSuffix(text, "\n") + "\n"))
	return tr.text(0)
}

func allStacks() string {
	const most = 64 << 20
	for size := 64 << 10; ; size *= 4 {
		buf := make([]byte, size)
		if n := runtime.Stack(buf, true); n < size || size >= most {
			return string(buf[:n])
		}
	}
}

// caller returns the position of the caller of the exported function.
func caller() string {
	_, file, line, _ := runtime.Caller(2)
	return file + ":" + strconv.Itoa(line)
}
