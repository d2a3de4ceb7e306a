// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package model

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The model in upstreamFile is of Go's own internal/runtime/exithook with the change
// that is in the folder upstream.
const upstreamFile = "upstream.pml"

var upstreamConfigs = map[string]config{
	"hooks":       {hooks: 3, initial: 2, onFailure: 0b101, ends: 2, codes: 0b10},
	"added hooks": {hooks: 4, initial: 0, onFailure: 0b0110, ends: 2, codes: 0b10},
	"three exits": {hooks: 2, initial: 1, onFailure: 0b01, ends: 3, codes: 0b110},
	"one exit":    {hooks: 4, initial: 3, onFailure: 0b1011, ends: 1, codes: 0b1},
}

var upstreamProperties = []string{"once", "alone", "lifo", "first", "ends", "fatal"}

// upstreamMistakes begin with the five defects that the change is made for.
var upstreamMistakes = []mistake{
	{"the exit is given back after the hooks", "hooks", "first", []string{
		"\trunning = false;\n", "\trunning = false;\n\trunGoid = 0;\n"}},
	{"Add in a hook finds the lock taken", "hooks", "ends", []string{
		"\tfi;\n\tunlock()\n", "\tfi;\n\tif :: h == 0 -> unlock() :: else fi\n",
		":: atomic { turn = 0 }; break", ":: atomic { turn = 0; locked = false }; break"}},
	{"Goexit in a hook cancels the exit", "hooks", "ends", []string{
		"failure = Goexited }; break", "failure = Goexited }; goto parked"}},
	{"a hook that panics drops the rest", "hooks", "once", []string{
		"failure = Panicked }; break", "failure = Panicked }; goto throws"}},
	{"a later exit tries again", "hooks", "non-progress cycle", []string{
		"runGoid != me -> goto parked", "runGoid != me -> goto again"}},

	{"a later exit goes on", "hooks", "first", []string{
		"runGoid != me -> goto parked", "runGoid != me -> skip"}},
	{"a later exit runs hooks at the same time", "hooks", "alone", []string{
		"runGoid != me -> goto parked", "runGoid != me -> skip"}},
	{"the exit is claimed by a load and a store", "hooks", "first", []string{
		"atomic { won = (runGoid == 0);\n\t\tif :: won -> runGoid = me :: else fi;", "won = (runGoid == 0);\n\tif :: won -> runGoid = me :: else fi;\n\tatomic {"}},
	{"an exit in a hook is one of another goroutine", "hooks", "ends", []string{
		"!won && runGoid != me ->", "!won ->", ":: !won && runGoid == me && running -> goto throwsExit\n", ""}},
	{"a failed hook is forgotten", "hooks", "fatal", []string{
		"failure != none -> goto throws", "false -> goto throws"}},
	{"a hook that returns is a failure", "hooks", "fatal", []string{
		":: atomic { turn = 0 }; break", ":: atomic { turn = 0; failure = Panicked }; break"}},
	{"the hooks are a queue", "one exit", "lifo", []string{
		"h = hooks[length - 1]", "h = hooks[0]", "atomic { length--;", "atomic { length--; hooks[0] = hooks[1]; hooks[1] = hooks[2]; hooks[2] = 0;"}},
	{"pop leaves the hook", "hooks", "once", []string{
		"atomic { length--;", "atomic { skip;"}},
	{"pop does not take the lock", "added hooks", "once", []string{
		"inline pop(h) {\n\tlock();\n", "inline pop(h) {\n\tskip;\n", "\tfi;\n\tunlock()\n", "\tfi\n"}},
	{"Add does not take the lock", "added hooks", "once", []string{
		"inline Add(h) {\n\tlock();\n", "inline Add(h) {\n\tskip;\n", "place[h] = places };\n\tunlock()\n", "place[h] = places }\n"}},
}

func upstreamModel(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(upstreamFile)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestUpstreamModel(t *testing.T) {
	needSpin(t)
	text := upstreamModel(t)
	reached := map[statement]bool{}
	all := map[statement]bool{}
	for _, name := range slices.Sorted(maps.Keys(upstreamConfigs)) {
		k := compile(t, text, upstreamConfigs[name], "-DSAFETY")
		out, states, violated := k.search(t)
		if violated != "" {
			t.Errorf("%s: %s does not hold", name, violated)
		}
		t.Logf("%-15s %8d states", name, states)
		k.reached(t, out, all, reached)
	}
	for s := range all {
		if !reached[s] && upstreamUnreachable[s.text] == "" {
			t.Errorf("%s:%d: not reached in any configuration: %s", upstreamFile, s.line, s.text)
		}
	}
}

// upstreamUnreachable is what no configuration is to reach, and why.
var upstreamUnreachable = map[string]string{
	"-end-": "what is parked stays so",
	"(#)":   "what is parked stays so",
}

// There is no cycle, so no exit spins.
func TestUpstreamNoCycle(t *testing.T) {
	needSpin(t)
	_, states, found := compile(t, upstreamModel(t), upstreamConfigs["hooks"], "-DNP").search(t, "-l")
	if found != "" {
		t.Error(found)
	}
	t.Logf("%d states", states)
}

// Every mistake is found, the defects that Go has without the change among them, and
// there is one against every property.
func TestUpstreamMistakes(t *testing.T) {
	needSpin(t)
	text := upstreamModel(t)
	found := map[string]bool{}
	for _, m := range upstreamMistakes {
		flags, search, asserts := "-DSAFETY", []string{}, m
		if m.property == "non-progress cycle" {
			flags, search, asserts.property = "-DNP", []string{"-l"}, "true"
		}
		k := compile(t, asserts.in(t, text), upstreamConfigs[m.config], flags)
		if _, _, property := k.search(t, search...); property == m.property {
			t.Logf("%-8s does not hold if %s", property, m.what)
			found[property] = true
		} else {
			t.Errorf("%s does not fail if %s, but %q", m.property, m.what, property)
		}
	}
	for _, p := range upstreamProperties {
		if !found[p] {
			t.Errorf("no mistake violates %s", p)
		}
	}
}

// The functions of the changed file are those of the model, in each of its versions.
func TestUpstreamNames(t *testing.T) {
	var modelled []string
	for _, m := range regexp.MustCompile(`/\* hooks\.go: (\w+)`).FindAllStringSubmatch(upstreamModel(t), -1) {
		modelled = append(modelled, m[1])
	}
	slices.Sort(modelled)
	modelled = slices.Compact(modelled)
	patches, err := filepath.Glob("../upstream/go1.*.patch")
	if err != nil || len(patches) == 0 {
		t.Fatalf("%v: no patches", err)
	}
	for _, path := range patches {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		_, file, _ := strings.Cut(string(text), "+++ b/src/internal/runtime/exithook/hooks.go\n")
		file, _, _ = strings.Cut(file, "\ndiff ")
		var functions []string
		for _, m := range regexp.MustCompile(`(?m)^[ +]func (\w+)\(`).FindAllStringSubmatch(file, -1) {
			functions = append(functions, m[1])
		}
		slices.Sort(functions)
		if !slices.Equal(functions, modelled) {
			t.Errorf("%s has the functions %s, and %s those of %s", path, functions, upstreamFile, modelled)
		}
	}
}
