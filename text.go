// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package exithook

import (
	"os"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/exithook/exithook/internal/clock"
	"github.com/exithook/exithook/internal/link"
	"github.com/exithook/exithook/internal/report"
)

// valueText returns the text of a panic value. If the value has a method for that, the method
// is code of the program and may do anything: see callMethod.
func valueText(v any) string {
	switch v := v.(type) {
	case error:
		return callMethod(v, "Error", v.Error)
	case interface{ String() string }:
		return callMethod(v, "String", v.String)
	}
	return report.Value(v)
}

// signalText returns the name of a signal.
func signalText(sig os.Signal) string {
	if sig == nil {
		return "unknown"
	}
	if isSystemSignal(sig) {
		return sig.String()
	}
	return callMethod(sig, "String", sig.String)
}

// methodPatience is how long callMethod waits for a method. After one that did not return in
// that time, it waits for none.
const methodPatience = time.Second

// A methodCall is a call of a method of the program for its text.
type methodCall struct {
	goid    atomic.Uint64
	outcome atomic.Pointer[string] // what the method did, "" if it returned
	text    string
}

// methodCalls are those that have not returned.
var methodCalls struct {
	mu   sync.Mutex
	list []*methodCall
	// impatient is set once a method took too long: none is waited for any more.
	impatient atomic.Bool
}

// callMethod calls a method that returns a text, on a goroutine of its own. If it does not
// return, because it panics, exits, blocks or calls Goexit, the text says so.
func callMethod(v any, name string, method func() string) string {
	c := new(methodCall)
	if c.begin() {
		link.Outside(func() { c.call(method) })
		c.await()
	}
	if did := *c.outcome.Load(); did != "" {
		return "(" + report.Type(v) + "), whose method " + name + " " + did
	}
	return c.text
}

// await waits until the method has done something, or for too long.
func (c *methodCall) await() {
	limit := methodPatience
	if methodCalls.impatient.Load() {
		limit = 0
	}
	if !clock.Await(limit, func() bool { return c.outcome.Load() != nil }) {
		methodCalls.impatient.Store(true)
		c.is("did not return")
	}
}

// begin adds the call to the list. It returns false, and records why, if there must be no
// call: a method that asks for a text that it is part of would do so again and again.
func (c *methodCall) begin() bool {
	goid := link.Goid()
	methodCalls.mu.Lock()
	defer methodCalls.mu.Unlock()
	if indexOfMethod(goid) >= 0 {
		c.is("asks for the text of a value")
		return false
	}
	if len(methodCalls.list) >= mostMethods {
		c.is("was not called, since others have not returned")
		return false
	}
	methodCalls.list = append(methodCalls.list, c)
	return true
}

// mostMethods is how many calls there may be that have not returned.
const mostMethods = 100

// indexOfMethod returns where the call of a goroutine is in the list, which is locked.
func indexOfMethod(goid uint64) int {
	return slices.IndexFunc(methodCalls.list, func(c *methodCall) bool { return c.goid.Load() == goid })
}

func (c *methodCall) call(method func() string) {
	c.goid.Store(link.Goid())
	returned := false
	defer func() {
		switch {
		case returned:
			c.is("")
		case recover() != nil || calledBy() == byPanic:
			c.is("panicked")
		default:
			c.is("called runtime.Goexit")
		}
		methodCalls.mu.Lock()
		methodCalls.list = slices.DeleteFunc(methodCalls.list, func(d *methodCall) bool { return c == d })
		methodCalls.mu.Unlock()
	}()
	c.text = method()
	returned = true
}

// is records what the method did.
func (c *methodCall) is(did string) { c.outcome.CompareAndSwap(nil, &did) }

// endMethod ends the goroutine if it is that of a methodCall, which wants to end the
// program. It is unwound, since it may hold the runtime's lock for exits.
func endMethod(goid uint64) {
	methodCalls.mu.Lock()
	i := indexOfMethod(goid)
	if i >= 0 {
		methodCalls.list[i].is("called exit")
	}
	methodCalls.mu.Unlock()
	if i >= 0 {
		runtime.Goexit()
	}
}
