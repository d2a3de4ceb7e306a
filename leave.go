// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package exithook

import (
	"os"
	"slices"
	"sync"

	"github.com/exithook/exithook/internal/clock"
	"github.com/exithook/exithook/internal/engine"
	"github.com/exithook/exithook/internal/link"
)

// crashCode is the status of a program that the Go runtime ends itself.
const crashCode = 2

// leave ends the program with the code of t. Where the runtime calls us in os.Exit, it goes
// through that: of several goroutines that exit, the runtime lets one pass. leave does not
// return, unless os.Exit panics, as it does in a test.
func leave(t *Termination) {
	t.Goroutine = link.Goid()
	if !link.Active {
		endMethod(t.Goroutine)
		runAndLeave(t.forEngine())
	}
	announced.put(t)
	defer announced.drop(t)
	os.Exit(t.Code)
}

// runAndLeave runs the hooks for e, on the goroutine that asked for it. When it returns, the
// process must end with the code of e.
func runAndLeave(e *engine.End) {
	run(e)
	writeReports()
	std.Leave()
	if sig := endOf(e).asked.Signal; sig != nil {
		die(sig)
	}
}

// run runs the hooks for e, with the deadline that the environment sets.
func run(e *engine.End) {
	readEnvironment()
	if clock.InBubble() {
		hooksInBubble.Store(true)
	}
	std.Run(e)
}

// announced has the ends on their way through os.Exit of which we know more than a stack
// tells.
var announced announcements

type announcements struct {
	mu   sync.Mutex
	list []*Termination
}

func (a *announcements) put(t *Termination) {
	a.mu.Lock()
	a.list = append(a.list, t)
	a.mu.Unlock()
}

// get returns the newest one of a goroutine: there are two if a hook exits.
func (a *announcements) get(goid uint64) (found *Termination) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, t := range a.list {
		if t.Goroutine == goid {
			found = t
		}
	}
	return found
}

func (a *announcements) drop(t *Termination) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.list = slices.DeleteFunc(a.list, func(u *Termination) bool { return t == u })
}

// panicked runs the hooks for a panic with the value v, on its goroutine. If another end
// came first, it waits for the hooks of that one. After it, the runtime crashes the program.
func panicked(v any) {
	goid := link.Goid()
	if std.InHook(goid) {
		return
	}
	t := &Termination{Cause: Panic, Code: crashCode, CodeKnown: true, Panic: v, Goroutine: goid}
	run(t.forEngine())
	runOthers()
	writeReports()
	letRuntimePrint()
}
