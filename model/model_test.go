// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Package model checks exithook.pml, a model of internal/engine, with Spin.
package model

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const file = "exithook.pml"

// A config is a program whose every interleaving is looked at: the numbers and
// the sets that the model begins with.
type config struct {
	hooks, initial, stops, timeouts, notes, timed, onFailure int
	ends, codes, returns, crashes                            int
}

var configs = map[string]config{
	"hooks":         {hooks: 3, initial: 2, stops: 1, timed: 0b101, onFailure: 0b101, ends: 2, codes: 0b10},
	"added hooks":   {hooks: 3, initial: 1, timed: 0b010, onFailure: 0b110, ends: 2, codes: 0b10},
	"three ends":    {hooks: 2, initial: 1, timed: 0b10, onFailure: 0b01, ends: 3, codes: 0b100},
	"SetTimeout":    {hooks: 2, initial: 1, timeouts: 2, timed: 0b10, ends: 2, codes: 0b10, onFailure: 0b01},
	"no deadline":   {hooks: 3, initial: 3, timeouts: 1, timed: 0b111, ends: 1},
	"Run":           {hooks: 2, initial: 1, stops: 1, timed: 0b11, onFailure: 0b10, ends: 2, codes: 0b10, returns: 0b01},
	"two Runs":      {hooks: 2, initial: 1, timed: 0b10, onFailure: 0b10, ends: 2, codes: 0b10, returns: 0b11},
	"crash":         {hooks: 2, initial: 1, stops: 1, notes: 1, timed: 0b10, onFailure: 0b10, ends: 2, codes: 0b10, crashes: 0b10},
	"two crashes":   {hooks: 1, initial: 1, timed: 0b1, ends: 3, codes: 0b110, crashes: 0b110},
	"crash and Add": {hooks: 2, initial: 1, notes: 1, timed: 0b1, onFailure: 0b1, ends: 1, codes: 0b1, crashes: 0b1},
	"Run and crash": {hooks: 1, timed: 0b1, ends: 3, codes: 0b010, returns: 0b001, crashes: 0b010},
}

func (c config) flags() []string {
	return strings.Fields(fmt.Sprintf("-DHOOKS=%d -DINITIAL=%d -DSTOPS=%d -DTIMEOUTS=%d -DNOTES=%d -DTIMED=%d -DONFAILURE=%d -DENDS=%d -DCODES=%d -DRETURNS=%d -DCRASHES=%d",
		c.hooks, c.initial, c.stops, c.timeouts, c.notes, c.timed, c.onFailure, c.ends, c.codes, c.returns, c.crashes))
}

// properties are those that the model asserts, by the names that it has for
// them.
var properties = []string{"once", "alone", "lifo", "first", "parked", "ends", "kept", "stop", "fatal"}

// compiler makes a program of what Spin writes. tcc takes 20 ms for what takes gcc
// a second, and the program is as fast.
var compiler = func() string {
	if _, err := exec.LookPath("tcc"); err == nil {
		return "tcc"
	}
	return "gcc"
}()

// needSpin skips the test if it was not asked for, and fails if it cannot be done.
func needSpin(t *testing.T) {
	t.Helper()
	if os.Getenv("EXITHOOK_MODEL") == "" {
		t.Skip("takes long: EXITHOOK_MODEL is not set")
	}
	for _, tool := range []string{"spin", compiler} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Fatalf("%v: install the Debian package %s", err, tool)
		}
	}
}

// A checker is the program that Spin makes of a model for a config.
type checker struct{ dir string }

func compile(t *testing.T, text string, c config, flags ...string) checker {
	t.Helper()
	k := checker{t.TempDir()}
	if err := os.WriteFile(filepath.Join(k.dir, file), []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	// Without -o3, Spin merges statements, and with them atomic sequences.
	k.run(t, "spin", append(append([]string{"-o3", "-a"}, c.flags()...), file)...)
	k.run(t, compiler, append([]string{"-DNOREDUCE", "-DMEMLIM=1000", "-o", "pan", "pan.c"}, flags...)...) // 1000 MB
	return k
}

func (k checker) run(t *testing.T, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = k.dir
	out, err := cmd.CombinedOutput()
	if err != nil || name == "spin" && strings.Contains(string(out), "Error") {
		t.Fatalf("%v: %v\n%s", cmd, err, out)
	}
	return string(out)
}

var (
	stored   = regexp.MustCompile(`(?m)^ *(\d+) states, stored`)
	violated = regexp.MustCompile(`(?:assertion violated (.*)|(non-progress cycle)) \(at depth`)
)

// search looks at all states, and returns what pan says, how many there are, and
// the property that is violated in one of them, if any.
func (k checker) search(t *testing.T, flags ...string) (out string, states int, found string) {
	t.Helper()
	out = k.run(t, "./pan", append([]string{"-E", "-m10000", "-w20"}, flags...)...)
	if m := violated.FindStringSubmatch(out); m != nil {
		return out, 0, m[1] + m[2]
	}
	m := stored.FindStringSubmatch(out)
	if m == nil || !strings.Contains(out, "errors: 0") || strings.Contains(out, "not completed") || strings.Contains(out, "too small") {
		t.Fatalf("the search was not completed:\n%s", out)
	}
	states, _ = strconv.Atoi(m[1])
	return out, states, ""
}

func model(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestModel(t *testing.T) {
	needSpin(t)
	text := model(t)
	reached := map[statement]bool{}
	all := map[statement]bool{}
	total := 0
	for _, name := range slices.Sorted(maps.Keys(configs)) {
		k := compile(t, text, configs[name], "-DSAFETY")
		out, states, violated := k.search(t)
		if violated != "" {
			t.Errorf("%s: %s does not hold", name, violated)
		}
		t.Logf("%-15s %8d states", name, states)
		total += states
		k.reached(t, out, all, reached)
	}
	t.Logf("%-15s %8d states", "together", total)
	for s := range all {
		if !reached[s] && unreachable[s.text] == "" {
			t.Errorf("%s:%d: not reached in any configuration: %s", file, s.line, s.text)
		}
	}
}

// unreachable is what no configuration is to reach, and why.
var unreachable = map[string]string{
	"-end-": "what is parked stays so",
	"(#)":   "what is parked stays so",

	"parked = #":      "holds(parked, false)",
	"firstEnd = #":    "Arrive is not an end",
	"wasFirst[#] = #": "Arrive is not an end",
	"crash = #":       "Arrive is not a crash",

	"fatal = ((failure!=#)&&(#==failure))": "die without a failure",

	"first = (crash==firstEnd)": "die by a crash",
	"parked = (!(crashGoesOn)&&(!(crashAsked)||((crash>#)&&((#>>(crash-#))&#))))": "die by a crash",
}

// A statement is one of the model, with # for its numbers.
type statement struct {
	line int
	text string
}

var (
	// The lists of pan: the transitions of each proctype, and the states of each
	// that the search did not reach.
	header     = regexp.MustCompile(`^(?:unreached in )?(?:proctype )?(\w+)$`)
	transition = regexp.MustCompile(`^\tstate +(\d+) -\(.*\)-> state +(\d+) +\[id.*\] \[(.)....\] \S*:(\d+) => (.*)$`)
	unreached  = regexp.MustCompile(`^\t\S*:\d+, state (\d+), "`)
	number     = regexp.MustCompile(`\d+`)
)

// reached adds the statements of the model to all, and those that a search with
// the output out reached to reached.
func (k checker) reached(t *testing.T, out string, all, reached map[statement]bool) {
	t.Helper()
	missed := map[string]bool{} // by proctype and state
	each(out, unreached, func(proctype string, m []string) { missed[proctype+" "+m[1]] = true })
	n := 0
	each(k.run(t, "./pan", "-d"), transition, func(proctype string, m []string) {
		line, _ := strconv.Atoi(m[4])
		s := statement{line, number.ReplaceAllString(m[5], "#")}
		all[s] = true
		if !missed[proctype+" "+m[1]] {
			reached[s] = true
			n++
		}
	})
	if len(missed) == 0 || n == 0 {
		t.Fatalf("the lists of pan have another form:\n%s", out)
	}
}

// each calls f with each line of a list that matches, and its proctype.
func each(list string, line *regexp.Regexp, f func(proctype string, m []string)) {
	proctype := ""
	for l := range strings.Lines(list) {
		l = strings.TrimSuffix(l, "\n")
		if m := header.FindStringSubmatch(l); m != nil {
			proctype = m[1]
		} else if m := line.FindStringSubmatch(l); m != nil {
			f(proctype, m)
		}
	}
}

// No atomic sequence runs into the next, which happens if Spin merges statements:
// then others could not have the mutex in between.
func TestSections(t *testing.T) {
	needSpin(t)
	k := compile(t, model(t), configs["crash"], "-DSAFETY")
	begins := map[string]bool{} // by proctype and state
	table := k.run(t, "./pan", "-d")
	each(table, transition, func(proctype string, m []string) {
		if begin.MatchString(m[5]) {
			begins[proctype+" "+m[1]] = true
		}
	})
	each(table, transition, func(proctype string, m []string) {
		if m[3] == "A" && begins[proctype+" "+m[2]] {
			t.Errorf("%s:%s: the mutex is not released after %s", file, m[4], m[5])
		}
	})
	if len(begins) < 20 {
		t.Errorf("%d atomic sequences begin", len(begins))
	}
}

// begin is how the first statement of an atomic sequence looks: alive.
var begin = regexp.MustCompile(`^\(+!\(dead\)`)

// There is no cycle: every run of the program is finite, and so comes to the
// state in which the model asks whether it has ended.
func TestNoCycle(t *testing.T) {
	needSpin(t)
	for _, name := range []string{"SetTimeout", "two Runs", "crash"} {
		_, states, found := compile(t, model(t), configs[name], "-DNP").search(t, "-l")
		if found != "" {
			t.Errorf("%s: %s", name, found)
		}
		t.Logf("%-15s %8d states", name, states)
	}
}
