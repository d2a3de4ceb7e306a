// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package exithook

import (
	"os"
	"slices"
	"sync"
	"time"

	"github.com/exithook/exithook/internal/engine"
	"github.com/exithook/exithook/internal/link"
	"github.com/exithook/exithook/internal/tiny"
)

// Exit ends the program with the given status code, as os.Exit does, after it
// has run the hooks. Deferred functions are not run.
//
// Where Covered has OSExit there is no difference between the two. Exit is for
// programs that must run their hooks in every build.
//
// Exit does not return. If another end of the program came first, the calling
// goroutine is parked for good, and if a panic comes while the hooks run, the
// program dies of that. Called by a hook on its own goroutine, it fails that
// hook.
func Exit(code int) {
	leave(&ending{Cause: OSExit, Code: code, CodeKnown: true})
}

// Run runs the hooks as if the program ended with the given status code, and
// returns. It is for hosts that embed Go code, or never exit. What is added
// from then on is run by the next Run, or by the end of the program.
//
// While it lasts, Run is an end like the others, with the cause RunCall: it
// closes the channel of Exiting, and Status tells about it, and both are reset
// when it returns. Another end that comes meanwhile waits and is next, be it
// another Run or an exit. If an exit came first, Run does not return.
//
// A failed hook ends the program, also in a Run. Called by a hook on its own
// goroutine, Run fails that hook as Exit does.
func Run(code int) {
	t := &ending{Cause: RunCall, Code: code, CodeKnown: true, Goroutine: link.Goid()}
	std.Run(t.forEngine())
}

// SetTimeout sets the deadline for all hooks of an end together. It is 30
// seconds unless set, and 0 means none. When it passes, the hook that is
// running and those that have not been run are reported, and the program dies
// with "fatal error: exit hook did not return".
//
// The deadline counts from the beginning of the end. A call of SetTimeout
// during the end, for instance by a hook, is honoured and counts from there as
// well.
//
// SetTimeout panics if d is negative.
func SetTimeout(d time.Duration) {
	if d < 0 {
		panic("exithook: SetTimeout: the timeout must not be negative, but is " + tiny.Duration(d) + ", at " + caller())
	}
	std.SetTimeout(d)
}

// leave ends the program with the code of t, by way of os.Exit where that
// comes back to us, so that of several goroutines that exit the runtime lets
// pass one. It does not return, unless os.Exit panics, as it does in a test.
func leave(t *ending) {
	t.Goroutine = link.Goid()
	if !link.Active {
		end(t.forEngine())
	}
	announced.put(t)
	defer announced.drop(t)
	os.Exit(t.Code)
}

// end runs the hooks for e on the goroutine that asked for it, and returns if
// the process is now to end with the code of e.
func end(e *engine.End) {
	std.Run(e)
	finished()
	std.Leave()
	if e.Info == nil {
		return // nobody knew more
	}
	if t := endingOf(e); t.Signal != nil {
		signals.die(t.Signal)
	}
}

// announced has the terminations that are on their way through os.Exit, by
// goroutine: those of which we know more than a stack tells.
var announced announcements

type announcements struct {
	mu   sync.Mutex
	list []*ending
}

func (a *announcements) put(t *ending) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.list = append(a.list, t)
}

func (a *announcements) get(goid uint64) *ending {
	var found *ending
	a.mu.Lock()
	for _, t := range a.list {
		if t.Goroutine == goid {
			found = t
		}
	}
	a.mu.Unlock()
	return found
}

func (a *announcements) drop(t *ending) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if i := slices.Index(a.list, t); i >= 0 {
		a.list = slices.Delete(a.list, i, i+1)
	}
}
