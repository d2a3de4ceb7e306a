// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package engine

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// A script is a program of hooks.
type script struct {
	code     int
	crash    bool
	deadline time.Duration
	hooks    []*scriptHook // added before the end, in this order

	all       []*scriptHook
	enderHeld bool // for the oracle
}

type scriptHook struct {
	hook      atomic.Pointer[Hook] // once it was added
	name      string
	onFailure bool
	timeout   time.Duration
	actions   []action
}

type actionKind byte

const (
	doSleep actionKind = iota
	doAdd
	doStop
	doPanic
	doExit
	doGoexit
	actionKinds
)

type action struct {
	kind  actionKind
	sleep time.Duration
	hook  *scriptHook // to add or stop
}

// A reader makes a script of bytes, so that a fuzzer can choose them. When they
// are used up, all further ones are 0.
type reader struct {
	data []byte
	rand *rand.Rand // for durations that are unlike any other
	s    *script
}

func parseScript(data []byte) *script {
	r := &reader{data: data, rand: rand.New(rand.NewPCG(1, 2)), s: &script{}}
	r.s.code = int(r.byte() % 2)
	r.s.crash = r.byte()%4 == 3
	if b := r.byte(); b%2 == 1 {
		r.s.deadline = r.duration(b)
	}
	for range r.byte() % 6 {
		r.s.hooks = append(r.s.hooks, r.hook(0))
	}
	return r.s
}

func (r *reader) byte() byte {
	if len(r.data) == 0 {
		return 0
	}
	b := r.data[0]
	r.data = r.data[1:]
	return b
}

// duration returns a duration from 1 to 17 ms, of which no two are the same.
func (r *reader) duration(b byte) time.Duration {
	return time.Duration(b%16+1)*time.Millisecond + time.Duration(r.rand.IntN(1e6))
}

func (r *reader) hook(depth int) *scriptHook {
	b := r.byte()
	h := &scriptHook{name: fmt.Sprintf("h%d", len(r.s.all)), onFailure: b%3 != 0}
	r.s.all = append(r.s.all, h)
	if b&0x30 == 0x30 {
		h.timeout = r.duration(r.byte())
	}
	for range b >> 6 {
		h.actions = append(h.actions, r.action(depth))
	}
	return h
}

func (r *reader) action(depth int) action {
	b := r.byte()
	a := action{kind: actionKind(b) % actionKinds}
	switch {
	case a.kind == doAdd && depth < 3:
		a.hook = r.hook(depth + 1)
	case a.kind == doStop:
		a.hook = r.s.all[int(r.byte())%len(r.s.all)]
	case a.kind == doAdd || a.kind == doSleep:
		a.kind = doSleep
		a.sleep = r.duration(b >> 4)
	}
	return a
}

// perform runs a script on an engine and returns its log.
func perform(t *testing.T, s *script) (log []string) {
	bubble(t, func(r *rig) {
		r.SetTimeout(s.deadline)
		for _, h := range s.hooks {
			r.perform(h)
		}
		r.end(End{Code: s.code, Crash: s.crash})
		time.Sleep(time.Hour)
		synctest.Wait()
		r.mu.Lock()
		log = slices.Clone(r.log)
		r.mu.Unlock()
	})
	return log
}

// perform adds a hook of a script.
func (r *rig) perform(h *scriptHook) {
	h.hook.Store(r.addHook(&Spec{RunOnFailure: h.onFailure, Timeout: h.timeout}, h.name, func() {
		for _, a := range h.actions {
			r.act(h, a)
		}
	}))
}

func (r *rig) act(h *scriptHook, a action) {
	switch a.kind {
	case doSleep:
		time.Sleep(a.sleep)
	case doAdd:
		r.perform(a.hook)
	case doStop:
		other := a.hook.hook.Load()
		stopped := other != nil && r.Stop(other)
		r.note("%s stops %s: %v", h.name, a.hook.name, stopped)
	case doPanic:
		panic(h.name)
	case doExit:
		r.endHere(End{})
	case doGoexit:
		runtime.Goexit()
	}
}

func checkScript(t *testing.T, data []byte) {
	t.Helper()
	want := foresee(parseScript(data))
	got := untilEnd(perform(t, parseScript(data)))
	if !slices.Equal(got, want) {
		t.Fatalf("script %x: log\n\t%s\nwant\n\t%s", data, strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

// untilEnd cuts a log where the process would have ended.
func untilEnd(log []string) []string {
	end := func(line string) bool { return strings.HasPrefix(line, "ended") || strings.HasPrefix(line, "fatal") }
	return log[:min(slices.IndexFunc(log, end), len(log)-1)+1]
}

// TestScripts compares the engine with the oracle.
func TestScripts(t *testing.T) {
	n := 20000
	if testing.Short() {
		n = 2000
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("%d scripts, seed %d", n, seed)
	random := rand.New(rand.NewPCG(seed, 0))
	for range n {
		data := make([]byte, random.IntN(60))
		for i := range data {
			data[i] = byte(random.Uint32())
		}
		checkScript(t, data)
	}
}

func FuzzScripts(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{0, 0, 0, 2, 0xff, 1, 2, 3, 4, 0xff, 5, 6, 7})
	f.Fuzz(checkScript)
}
