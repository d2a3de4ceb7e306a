// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build exithook_steps

package engine

import (
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/exithook/exithook/internal/script"
)

func hook(name string, actions ...script.Action) *script.Hook {
	return &script.Hook{Name: name, OnFailure: true, Actions: actions}
}

func timed(h *script.Hook) *script.Hook {
	h.Timeout = time.Second
	return h
}

func add(h *script.Hook) script.Action  { return script.Action{Kind: script.Add, Hook: h} }
func stop(h *script.Hook) script.Action { return script.Action{Kind: script.Stop, Hook: h} }
func exit(code int) script.Action       { return script.Action{Kind: script.Exit, Code: code} }
func run(code int) script.Action        { return script.Action{Kind: script.Run, Code: code} }
func signal(name string, code int) script.Action {
	return script.Action{Kind: script.Signal, Name: name, Code: code}
}
func start(name string, a ...script.Action) script.Action {
	return script.Action{Kind: script.Go, Name: name, Actions: a}
}

var (
	panics   = script.Action{Kind: script.Panic}
	recovers = script.Action{Kind: script.Recover}
	goexits  = script.Action{Kind: script.Goexit}
	sleeps   = script.Action{Kind: script.Sleep}
	blocks   = script.Action{Kind: script.Block, For: time.Hour}
	deadline = script.Action{Kind: script.SetTimeout, For: time.Second}
)

// A configuration is a script of which all schedules are tried.
type configuration struct {
	name string
	*script.Script
	long bool // takes seconds: for EXITHOOK_LONG=1
}

func configurations() (list []configuration) {
	of := func(name string, actions ...script.Action) {
		list = append(list, configuration{name: name, Script: script.New(0, append(actions, exit(0))...)})
	}
	long := func(name string, actions ...script.Action) {
		of(name, actions...)
		list[len(list)-1].long = true
	}
	A, B, C := hook("A"), hook("B"), hook("C")
	success := &script.Hook{Name: "S"} // not on failure
	of("two exits, three hooks, one add", add(A), add(B), add(C), start("x", exit(11)), start("y", add(hook("D"))))
	of("two exits, three hooks, one stop", add(A), add(B), add(C), start("x", exit(11)), start("y", stop(B)))
	of("a hook for success, one stop", add(success), add(A), start("x", exit(11)), start("y", stop(success)))
	long("three exits, no hook", start("x", exit(11)), start("y", exit(12)))
	long("three exits", add(A), start("x", exit(11)), start("y", exit(12)))

	of("a hook panics, one add", add(A), add(hook("B", panics)), start("y", add(C)))
	long("a hook panics", add(A), add(hook("B", panics)), start("x", exit(11)), start("y", add(C)))
	of("a hook exits", add(A), add(hook("B", exit(13))), start("x", exit(11)))
	of("a hook exits, one add", add(A), add(hook("B", exit(13))), start("y", add(C)))
	of("a hook calls Goexit", add(A), add(hook("B", goexits)), start("x", exit(11)))
	of("a hook calls Goexit, one add", add(A), add(hook("B", goexits)), start("y", add(C)))
	of("two hooks fail", add(hook("A", panics)), add(hook("B", exit(13))))
	of("hooks add and stop", add(A), add(B), add(hook("C", stop(B), add(hook("D", stop(A))))), start("x", exit(11)))

	long("a deadline", add(A), add(timed(hook("B", sleeps))), start("x", exit(11)))
	of("a hook blocks", add(A), add(timed(hook("B", blocks))))
	of("two deadlines", add(timed(hook("A", sleeps))), add(timed(hook("B", sleeps))))
	of("an abandoned hook exits", add(A), add(timed(hook("B", exit(13)))))
	of("an abandoned hook panics", add(A), add(timed(hook("B", sleeps, panics))))
	of("an abandoned hook calls Goexit", add(A), add(timed(hook("B", goexits))))
	of("an abandoned hook recovers from a panic", add(A), add(timed(hook("B", sleeps, recovers))))
	of("an abandoned hook adds", add(A), add(timed(hook("B", add(C)))))
	long("the deadline for all", deadline, add(A), add(B), start("x", exit(11)))
	of("the deadline for all, one add", deadline, add(A), start("y", add(B)))
	of("a panic after the deadline for all", deadline, add(A), add(hook("B", sleeps, panics)))
	long("both deadlines", deadline, add(A), add(timed(hook("B", sleeps))))
	of("a deadline that is set late", add(A), add(B), start("y", deadline))

	of("an exit and a signal", add(A), add(B), signal("x", 143))
	of("two signals", signal("x", 143), signal("y", 129))
	long("two signals and a hook", add(A), signal("x", 143), signal("y", 129))
	of("a signal in a hook", add(A), add(hook("B", signal("x", 143))))
	of("a Run and a signal", add(A), signal("x", 143), run(0))
	of("a panic that is recovered, and a signal", recovers, signal("x", 143))

	of("an exit and a panic", add(A), add(B), start("x", panics))
	long("an exit, a panic and an add", add(A), start("x", panics), start("y", add(B)))
	of("two panics", add(A), start("x", panics), panics)
	long("two panics and an exit", add(A), start("x", panics), start("y", panics))
	of("a panic, and a hook panics", add(A), add(hook("B", panics)), start("x", panics))
	of("a panic, and a hook exits", add(A), add(hook("B", exit(13))), start("x", panics))
	long("a panic and the deadline for all", deadline, add(A), start("x", panics))
	of("a panic that is recovered", add(A), start("x", recovers, exit(11)))
	of("an add after a panic that is recovered", recovers, add(A))
	of("a panic that is recovered, and an add", start("x", recovers, add(A)))

	of("a Run and an exit", add(A), add(B), start("x", run(11)))
	of("a Run, an add and an exit", add(A), start("x", run(0)), start("y", add(B)))
	of("a Run and a panic", add(A), start("x", run(11)), panics)
	long("a Run, a panic and an exit", add(A), start("x", run(11)), start("y", panics))
	of("two Runs", add(A), start("x", run(11)), run(0))
	long("two Runs and an exit", add(A), start("x", run(11)), start("y", run(0)))
	of("a Run, and a hook panics", add(A), add(hook("B", panics)), start("x", run(0)))
	of("a Run and the deadline for all", deadline, add(A), start("x", run(0)))
	return list
}

// TestSchedules tries all schedules of small scripts. It is for go test -tags
// exithook_steps.
func TestSchedules(t *testing.T) {
	total := 0
	for _, s := range configurations() {
		if s.long && os.Getenv("EXITHOOK_LONG") == "" {
			continue
		}
		t.Run(s.name, func(t *testing.T) {
			n, seen := 0, map[string]bool{}
			for turns := []turn{}; turns != nil && !t.Failed(); n++ {
				var log []string
				turns, log = schedule(t, s.Script, turns, first)
				text := strings.Join(log, "\n\t")
				if seen[text] {
					turns = following(turns)
					continue
				}
				seen[text] = true
				if err := judge(script.Reference{Slack: script.Any}, s.Script, log); err != nil {
					t.Errorf("schedule %v: %v", turns, err)
				}
				turns = following(turns)
			}
			t.Logf("%d schedules, %d logs", n, len(seen))
			total += n
		})
	}
	t.Logf("%d schedules in all", total)
}

// schedule plays a script with the choices that are given, and then those of
// choose. It returns all choices and the log.
func schedule(t *testing.T, s *script.Script, turns []turn, choose func(int) int) (all []turn, log []string) {
	defer noteDeadlock(&log)
	bubble(t, func(r *rig) {
		r.plays()
		exiting := r.Exiting()
		stepping = control(r)
		stepping.spawn("main", func() { stage{r, exiting}.play(s) })
		all = stepping.run(turns, choose)
		stepping = nil
		log = slices.Clone(r.log)
	})
	return all, log
}

// TestRandomSchedules tries a random schedule of each of many random scripts.
func TestRandomSchedules(t *testing.T) {
	n, seed := scripts(t)
	random := rand.New(rand.NewPCG(seed, 0))
	check := func(data []byte) error {
		s := script.Parse(data)
		_, log := schedule(t, s, nil, random.IntN)
		return judge(script.Reference{Slack: script.Any}, s, log)
	}
	for range n {
		data := script.Random(random)
		if err := check(data); err != nil {
			t.Error(script.Report(data, err, tries, check))
			return
		}
	}
}
