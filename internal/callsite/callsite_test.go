// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package callsite

import (
	"runtime"
	"testing"
)

//go:noinline
func here() uintptr { return PC() }

//go:noinline
func withFrame(n int) (uintptr, int) {
	var room [100]int
	for i := range room {
		room[i] = n * i
	}
	pc := PC()
	return pc, room[n]
}

// inlined is part of its caller, and yet a frame of its own.
func inlined() uintptr { return here() }

type method struct{}

//go:noinline
func (*method) pc() uintptr { return PC() }

func TestPC(t *testing.T) {
	var got [5]uintptr
	var want [5]int
	_, _, line, _ := runtime.Caller(0)
	got[0], want[0] = here(), line+1
	got[1], _ = withFrame(1)
	want[1] = line + 2
	got[2], want[2] = new(method).pc(), line+4
	func() { got[3], want[3] = here(), line+5 }()
	f := here
	got[4], want[4] = f(), line+7
	for i, pc := range got {
		frame, _ := runtime.CallersFrames([]uintptr{pc}).Next()
		if frame.Line != want[i] {
			t.Errorf("place %d is %s:%d, want line %d", i, frame.Function, frame.Line, want[i])
		}
	}
	frame, _ := runtime.CallersFrames([]uintptr{inlined()}).Next()
	if name := "github.com/exithook/exithook/internal/callsite.inlined"; frame.Function != name {
		t.Errorf("caller is %s, want %s", frame.Function, name)
	}
}

func TestEntry(t *testing.T) {
	x := 1
	closure := func() { x++ }
	for want, f := range map[string]func(){
		"github.com/exithook/exithook/internal/callsite.named":           named,
		"github.com/exithook/exithook/internal/callsite.TestEntry.func1": closure,
		"github.com/exithook/exithook/internal/callsite.method.bound-fm": method{}.bound,
	} {
		if got := runtime.FuncForPC(Entry(f)).Name(); got != want {
			t.Errorf("function is %s, want %s", got, want)
		}
	}
}

func named() {}

func (method) bound() {}

func TestPCAllocatesNothing(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() { here() }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
