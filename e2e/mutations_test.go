// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package e2e

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A mutation is a mistake that is made in a copy of the engine, on purpose.
type mutation struct {
	name, file string
	old, new   string
	by         []string // the tests that see it; all that play scripts if there are none
	unseen     []string // those of them that do not, or not each time
}

// These tests have no scripts: all others of the engine, apart from TestStress.
const unitTests = "the unit tests"

var (
	byUnits     = []string{unitTests}
	byScripts   = []string{"TestScripts", "TestSchedules", "TestRandomSchedules", "TestScriptProcesses"}
	inSchedules = []string{"TestScripts", "TestScriptProcesses"} // unseen: takes a certain order of two goroutines
	inEngine    = []string{"TestScriptProcesses"}                // unseen
)

var mutations = []mutation{
	{name: "next does not compare the token", file: "run.go",
		old: "if e.token == token {\n\t\te.noteOutcome(OK)", new: "if true {\n\t\te.noteOutcome(OK)"},
	{name: "next seals in a second critical section", file: "run.go",
		old: "} else {\n\t\t\te.finish()", new: "} else {\n\t\t\te.mu.Unlock()\n\t\t\te.mu.Lock()\n\t\t\te.finish()", unseen: inSchedules},
	{name: "next lets go of the mutex between two hooks", file: "run.go",
		old: "v = exhausted\n", new: "e.mu.Unlock()\n\t\te.mu.Lock()\n\t\tv = exhausted\n", unseen: inSchedules},
	{name: "claim lets go of the mutex before it begins", file: "run.go",
		old: "e.begin(end)\n\t}\n\ttoken", new: "e.mu.Unlock()\n\t\te.mu.Lock()\n\t\te.begin(end)\n\t}\n\ttoken", unseen: inSchedules},
	{name: "handOver keeps the token", file: "run.go",
		old: "e.token = e.draw()\n\te.driver = 0", new: "e.driver = 0", unseen: inEngine},
	{name: "the deadline of a hook outlives it", file: "run.go",
		old: "\te.current = nil\n\te.hookAlarm.clear()", new: "\te.current = nil"},
	{name: "the deadline for all outlives the run", file: "run.go",
		old: "func (e *Engine) finish() {\n\te.allAlarm.clear()", new: "func (e *Engine) finish() {"},
	{name: "hooks have no deadline", file: "run.go",
		old: "d := h.extra().Timeout; d > 0", new: "d := h.extra().Timeout; d < 0"},
	{name: "a run that is over lets nobody go on", file: "run.go",
		old: "\t}\n\te.release()\n}", new: "\t}\n}"},
	{name: "a failed hook is not fatal", file: "run.go",
		old: "if failed != OK {", new: "if failed != OK && e == nil {"},
	{name: "Exiting is not closed", file: "run.go",
		old: "close(e.exiting)", new: "_ = e.exiting"},
	{name: "the channel of a Run is that of the next end", file: "run.go",
		old: "e.phase = open\n\t\te.exiting = nil", new: "e.phase = open", by: byUnits},
	{name: "panic(nil) is taken for Goexit", file: "run.go",
		old: "value != nil || e.Host.PanickedNil()", new: "value != nil", by: byUnits},
	{name: "a late end is not parked", file: "engine.go",
		old: "if !end.Crash || e.phase == left {", new: "if e.phase == left {"},
	{name: "the last end decides", file: "engine.go",
		old: "e.lose(end)\n", new: "e.end = end\n\t\t\te.lose(end)\n"},
	{name: "an exit of a hook is taken for any other", file: "engine.go",
		old: "if e.inHook(end.Goid) {", new: "if false {"},
	{name: "an exit does not wait for a panic", file: "engine.go",
		old: "park := e.phase == over && e.crash != nil", new: "park := false", unseen: inEngine},
	{name: "a late panic is not known to the exit", file: "engine.go",
		old: "if end.Crash && e.crash == nil {", new: "if false {", unseen: inEngine},
	{name: "a late panic counts as an end that waits", file: "engine.go",
		old: "if !end.Crash {\n\t\te.waits = true", new: "e.waits = true\n\tif !end.Crash {", by: byUnits},
	{name: "InHook forgets hooks that were abandoned", file: "engine.go",
		old: "slices.Contains(e.abandoned, goid)", new: "slices.Contains(e.abandoned[:0], goid)", unseen: inEngine},
	{name: "InHook forgets the hook that runs", file: "engine.go",
		old: "return e.inHook(goid) || slices", new: "return slices"},
	{name: "NoteLate forgets what comes before the end", file: "engine.go",
		old: "func (e *Engine) NoteLate(end *End) {\n\te.mu.Lock()", new: "func (e *Engine) NoteLate(end *End) {\n\tif e.End() == nil {\n\t\treturn\n\t}\n\te.mu.Lock()", by: byUnits},
	{name: "NoteLate ends a program whose panic was recovered", file: "engine.go",
		old: "Info: end.Info})\n\te.mu.Unlock()", new: "Info: end.Info})\n\te.waits = true\n\te.mu.Unlock()", by: byUnits},
	{name: "Add is accepted after the last hook", file: "registry.go",
		old: "if e.phase >= sealed {", new: "if e.phase > over {"},
	{name: "Add is parked for ever after a recovered panic", file: "registry.go",
		old: "e.awaitCrash(0)", new: "_ = e"},
	{name: "Stop does not look whether the hook's turn has come", file: "registry.go",
		old: "if h.f == nil || e.phase >= sealed {", new: "if false {"},
	{name: "Stop is true for a hook that is skipped", file: "registry.go",
		old: "return e.phase == open || e.wants(h)", new: "return true"},
	{name: "Stop of a copy does nothing", file: "registry.go",
		old: "\th = &h.slab.hooks[h.index]\n", new: "", by: byUnits},
	{name: "hooks run in the order of their registration", file: "registry.go",
		old: "for i := s.used - 1; i >= 0 && s.live > 0; i-- {", new: "for i := 0; i < s.used && s.live > 0; i++ {"},
	{name: "hooks run on any code", file: "registry.go",
		old: "return e.end.Code == 0 || h.onFailure", new: "return true"},
	{name: "a hook that ran keeps its function", file: "registry.go",
		old: "f, h.f = h.f, nil", new: "f = h.f"},
	{name: "a slab leaves the list although it has a pending hook", file: "registry.go",
		old: "if s.live > 0 ||", new: "if s.live > 1 ||", by: byUnits},
	{name: "a slab without pending hooks stays in the list", file: "registry.go",
		old: "h.slab.live--\n\th.slab.unlinkIfEmpty()", new: "h.slab.live--", by: byUnits},
	{name: "a slab that was emptied while it was the newest stays in the list", file: "registry.go",
		old: "\t\tfull.unlinkIfEmpty()\n", new: "", by: byUnits},
	{name: "a slab that leaves the list takes the older ones with it", file: "registry.go",
		old: "s.newer.older = s.older\n", new: "s.newer.older = nil\n", by: byUnits},
	{name: "a slab that leaves the list stays behind its neighbour", file: "registry.go",
		old: "s.older.newer = s.newer\n", new: "_ = s.older\n", by: byUnits},
	{name: "a slab that has left the list keeps others", file: "registry.go",
		old: "s.newer, s.older = nil, nil", new: "_ = s", by: byUnits},
	{name: "the newest slab leaves the list before it is full", file: "registry.go",
		old: "if s.live > 0 || s.newer == nil {\n\t\treturn\n\t}\n\ts.newer.older = s.older", new: "if s.live > 0 {\n\t\treturn\n\t}\n\tif s.newer == nil {\n\t\ts.newer = new(slab)\n\t}\n\ts.newer.older = s.older", by: byUnits},
	{name: "the last failure decides", file: "failure.go",
		old: "if e.failed == OK {", new: "if true {"},
	{name: "a panic of a hook that was abandoned is not reported", file: "failure.go",
		old: "verdict {\n\tif panicked {\n\t\te.Host.Failed", new: "verdict {\n\tif false {\n\t\te.Host.Failed", unseen: inEngine},
	{name: "hooks can be added while the deadline for all is reported", file: "deadline.go",
		old: "e.phase = sealed\n\tfailed, end", new: "failed, end", unseen: inSchedules},
	{name: "the deadline for all does not take the run from its goroutine", file: "deadline.go",
		old: "\te.handOver()\n\te.phase = sealed", new: "\te.clear()\n\te.phase = sealed", unseen: inEngine},
	{name: "the deadline for all abandons no hook", file: "deadline.go",
		old: "if e.current != nil {\n\t\te.abandoned", new: "if false {\n\t\te.abandoned", unseen: inEngine},
	{name: "Records are there although they were not kept", file: "record.go",
		old: "return took, e.keep", new: "return took, true", by: byUnits},
}

// TestSchedules runs the tests of the engine that need a build tag.
func TestSchedules(t *testing.T) {
	t.Parallel()
	out, err := testEngine("(TestSchedules|TestRandomSchedules)", nil)
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	count := regexp.MustCompile(`\d+ schedules in all`).Find(out)
	if count == nil {
		t.Fatalf("no schedules:\n%s", out)
	}
	t.Logf("%s", count)
}

// TestMutations makes mistakes in the engine and sees that they are found. It
// takes minutes, so it wants EXITHOOK_MUTATIONS=1.
func TestMutations(t *testing.T) {
	if os.Getenv("EXITHOOK_MUTATIONS") == "" {
		t.Skip("takes minutes: EXITHOOK_MUTATIONS=1 asks for it")
	}
	t.Run("none", func(t *testing.T) {
		if out, err := testEngine(".*", nil); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
	})
	for _, m := range mutations {
		t.Run(m.name, m.test)
	}
}

func (m mutation) test(t *testing.T) {
	t.Parallel()
	overlay := m.overlay(t)
	by := m.by
	if by == nil {
		by = byScripts
	}
	for _, name := range by {
		if found := foundBy(t, name, overlay); !found && !slices.Contains(m.unseen, name) {
			t.Errorf("%s: not found by %s", m.name, name)
		} else if found && slices.Contains(m.unseen, name) {
			t.Logf("%s finds it after all", name)
		}
	}
}

// foundBy reports whether a test finds the mistake in the overlay.
func foundBy(t *testing.T, name string, overlay []string) bool {
	var out []byte
	var err error
	switch name {
	case "TestScriptProcesses":
		return foundByProcesses(t, overlay)
	case unitTests:
		out, err = testEngine(".*", append(overlay, "-skip=Scripts|Schedules|TestStress"))
	default:
		out, err = testEngine(name, overlay)
	}
	if strings.Contains(string(out), "[build failed]") {
		t.Fatalf("%s", out)
	}
	return err != nil
}

// foundByProcesses does what TestScriptProcesses does, with the mistake.
func foundByProcesses(t *testing.T, overlay []string) bool {
	b := &build{name: t.Name(), flags: overlay, link: true}
	if _, err := b.prog(); err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(append(corpus(t), randomScripts(t, 1000, 3)...), func(data []byte) bool { return b.play(data) != nil })
}

// source returns the file that has the mistake, and what is in it.
func (m mutation) source(t *testing.T) (file, text string) {
	file, err := filepath.Abs("../internal/engine/" + m.file)
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(data), m.old); n != 1 {
		t.Fatalf("%s: %s has it %d times: %s", m.name, m.file, n, m.old)
	}
	return file, string(data)
}

// Each mistake can be made in the engine as it is.
func TestMutationsApply(t *testing.T) {
	for _, m := range mutations {
		m.source(t)
	}
}

// overlay returns flags with which the go command sees the mistake.
func (m mutation) overlay(t *testing.T) []string {
	file, text := m.source(t)
	dir := t.TempDir()
	mutant, list := filepath.Join(dir, m.file), filepath.Join(dir, "overlay.json")
	data, err := json.Marshal(map[string]any{"Replace": map[string]string{file: mutant}})
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{mutant: []byte(strings.Replace(text, m.old, m.new, 1)), list: data} {
		if err := os.WriteFile(name, data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return []string{"-overlay=" + list}
}

// testEngine runs a test of the engine, with the mutex of the schedules.
func testEngine(name string, flags []string) ([]byte, error) {
	args := []string{"test", "-count=1", "-v", "-failfast", "-timeout=5m", "-tags=exithook_steps", "-run=^" + name + "$"}
	cmd := exec.Command("go", slices.Concat(args, flags, []string{"github.com/exithook/exithook/internal/engine"})...)
	cmd.Env = clean(cmd.Environ())
	return cmd.CombinedOutput()
}
