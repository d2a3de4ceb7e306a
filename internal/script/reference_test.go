// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package script

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// A rule is a property that docs/correctness.md states, with a log that keeps it
// and logs that do not.
type rule struct {
	property string
	script   *Script
	allowed  string
	not      []string
}

func rules() []rule {
	h1, h2 := &Hook{Name: "h1", OnFailure: true}, &Hook{Name: "h2"}
	failing := &Hook{Name: "h3", Actions: []Action{{Kind: Panic}}}
	add := func(h *Hook) Action { return Action{Kind: Add, Hook: h} }
	goes := func(a Action) Action { return Action{Kind: Go, Name: "g1", Actions: []Action{a}} }
	two := New(0, add(h1), add(h2))
	const twoAdded = "main: add h1, on failure too; main added h1; main: add h2; main added h2; main: exit 0; "
	const twoRan = "h2 starts: main, exit, code 0; h2 returns; h1 starts: main, exit, code 0; h1 returns; "
	exits := New(0, add(h1), goes(Action{Kind: Exit, Code: 11}))
	const exiting = "main: add h1, on failure too; main added h1; main: go g1; g1: exit 11; main: exit 0; "
	stops := New(0, add(h1), goes(Action{Kind: Stop, Hook: h1}))
	const stopping = "main: add h1, on failure too; main added h1; main: go g1; g1: stop h1; main: exit 0; "
	signals := New(0, add(h1), Action{Kind: Signal, Name: "s1", Code: 143}, Action{Kind: Signal, Name: "s2", Code: 129})
	const signalled = "main: add h1, on failure too; main added h1; main: signal s1, code 143; main: signal s2, code 129; main: exit 0; "
	late := &Hook{Name: "h4", Timeout: time.Millisecond, Actions: []Action{{Kind: Sleep, For: 2 * time.Millisecond}, {Kind: Panic}}}
	const abandoned = "main: add h4, timeout 1ms; main added h4; main: exit 0; h4 starts: main, exit, code 0; h4: sleep 2ms; h4 failed: exit hook did not return; "
	return []rule{
		{"once", two, twoAdded + twoRan + "exited 0", []string{
			twoAdded + "h1 starts: main, exit, code 0; h1 returns; exited 0",
			twoAdded + twoRan + "h1 starts: main, exit, code 0; h1 returns; exited 0",
			twoAdded + "exited 0",
		}},
		{"alone", two, twoAdded + twoRan + "exited 0", []string{
			twoAdded + "h2 starts: main, exit, code 0; h1 starts: main, exit, code 0; h2 returns; h1 returns; exited 0",
		}},
		{"lifo", two, twoAdded + twoRan + "exited 0", []string{
			twoAdded + "h1 starts: main, exit, code 0; h1 returns; h2 starts: main, exit, code 0; h2 returns; exited 0",
		}},
		{"first", exits, exiting + "h1 starts: g1, exit, code 11; main is late; h1 returns; exited 11", []string{
			exiting + "h1 starts: g1, exit, code 11; main is late; h1 returns; exited 0",
			exiting + "h1 starts: main, exit, code 0; main is late; h1 returns; exited 0",
			exiting + "h1 starts: main, exit, code 0; g1 is late; h1 returns; exited 11",
		}},
		{"first", signals, signalled + "h1 starts: s1, signal, code 143; s2 is late; main is late; h1 returns; died of signal 15", []string{
			signalled + "h1 starts: s1, signal, code 143; s2 is late; main is late; h1 returns; died of signal 1",
			signalled + "h1 starts: s1, signal, code 143; s2 is late; main is late; died of signal 15",
			signalled + "h1 starts: s1, signal, code 143; main is late; h1 returns; died of signal 15", // where is s2?
			signalled + "h1 starts: s1, signal, code 143; s2 is late; main is late; h1 returns; exited 143",
		}},
		{"parked", exits, exiting + "g1 is late; h1 starts: main, exit, code 0; h1 returns; exited 0", []string{
			exiting + "g1 is late; h1 starts: main, exit, code 0; h1 returns; exited 0; exited 11",
			exiting + "g1 is late; h1 starts: main, exit, code 0; h1 returns; exited 11; exited 0",
		}},
		{"ends", exits, exiting + "g1 is late; h1 starts: main, exit, code 0; h1 returns; exited 0", []string{
			exiting + "g1 is late; h1 starts: main, exit, code 0; h1 returns",
			exiting + "g1 is late; h1 starts: main, exit, code 0",
			exiting + "h1 starts: main, exit, code 0; h1 returns; exited 0", // where is g1?
		}},
		{"kept", New(0, goes(add(h1))), "main: go g1; main: exit 0; g1: add h1, on failure too; exited 0", []string{
			"main: go g1; main: exit 0; g1: add h1, on failure too; g1 added h1; exited 0",
		}},
		{"stop", stops, stopping + "g1 stopped h1: true; exited 0", []string{
			stopping + "g1 stopped h1: false; exited 0",
			stopping + "g1 stopped h1: true; h1 starts: main, exit, code 0; h1 returns; exited 0",
		}},
		{"fatal", New(0, add(h1), add(failing)), "main: add h1, on failure too; main added h1; main: add h3; main added h3; main: exit 0; h3 starts: main, exit, code 0; h3: panic; " +
			"h3 failed: exit hook invoked panic; h1 starts: main, exit, code 0; h1 returns; fatal error: exit hook invoked panic", []string{
			"main: add h1, on failure too; main added h1; main: add h3; main added h3; main: exit 0; h3 starts: main, exit, code 0; h3: panic; " +
				"h3 failed: exit hook invoked panic; h1 starts: main, exit, code 0; h1 returns; exited 0",
			"main: add h1, on failure too; main added h1; main: add h3; main added h3; main: exit 0; h3 starts: main, exit, code 0; h3: panic; " +
				"h3 failed: exit hook invoked panic; fatal error: exit hook invoked panic",
		}},
		{"fatal", New(0, add(late)), abandoned + "fatal error: exit hook did not return; h4: panic; h4 failed: exit hook invoked panic, abandoned before", []string{
			abandoned + "fatal error: exit hook did not return; h4: panic; h4 failed: exit hook invoked panic",
			abandoned + "fatal error: exit hook did not return; h4: panic; h4 is late",
			abandoned + "fatal error: exit hook invoked panic; h4: panic; h4 failed: exit hook invoked panic, abandoned before",
		}},
	}
}

func TestReference(t *testing.T) {
	for _, r := range rules() {
		for _, ref := range []Reference{{}, {Slack: Any}} {
			if err := ref.Check(r.script, strings.Split(r.allowed, "; ")); err != nil {
				t.Errorf("%s: %s: %v", r.property, r.allowed, err)
			}
			for _, log := range r.not {
				if ref.Check(r.script, strings.Split(log, "; ")) == nil {
					t.Errorf("%s: allowed with %+v: %s", r.property, ref, log)
				}
			}
		}
	}
}

// With exact clocks, what comes first is known; else it is not.
func TestReferenceClocks(t *testing.T) {
	h := &Hook{Name: "h1", Timeout: 2 * time.Millisecond, Actions: []Action{{Kind: Sleep, For: time.Millisecond}}}
	s := New(0, Action{Kind: Add, Hook: h})
	log := strings.Split("main: add h1, timeout 2ms; main added h1; main: exit 0; h1 starts: main, exit, code 0; h1: sleep 1ms; "+
		"h1 failed: exit hook did not return; h1 returns; fatal error: exit hook did not return", "; ")
	if err := (Reference{Slack: Any}).Check(s, log); err != nil {
		t.Error(err)
	}
	if (Reference{}).Check(s, log) == nil {
		t.Error("a hook of 1 ms may overrun a deadline of 2 ms")
	}
	h.Actions[0] = Action{Kind: Block, For: time.Hour}
	log = strings.Split("main: add h1, timeout 2ms; main added h1; main: exit 0; h1 starts: main, exit, code 0; h1: block; h1 returns; exited 0", "; ")
	if (Reference{Slack: Any}).Check(s, log) == nil {
		t.Error("a hook that blocks need not be abandoned")
	}
}

func TestShrink(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 100 {
		data := append(Random(random), 200)
		got := Shrink(data, func(less []byte) bool { return slices.ContainsFunc(less, func(b byte) bool { return b >= 100 }) })
		if !slices.Equal(got, []byte{100}) {
			t.Errorf("Shrink(%x) = %x, want 64", data, got)
		}
	}
}

func TestCorpusFile(t *testing.T) {
	for _, want := range []string{"", "\x00\xff\"\\\n`"} {
		got, err := ParseCorpusFile(CorpusFile([]byte(want)))
		if err != nil || string(got) != want {
			t.Errorf("%q: %q, %v", want, got, err)
		}
	}
	if data, err := ParseCorpusFile("go test fuzz v1\n"); err == nil {
		t.Errorf("%q", data)
	}
}
