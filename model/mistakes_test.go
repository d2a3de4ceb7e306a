// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package model

import (
	"slices"
	"strings"
	"testing"
)

// A mistake is one that the engine could have: what is written instead of what in
// the model, and the property that is violated then in a configuration.
type mistake struct {
	what     string
	config   string
	property string
	edits    []string // old, new, old, new…
}

var mistakes = []mistake{
	{"a late end is not parked", "hooks", "parked", []string{
		"if :: !crashes(e) || phase == left -> park", "if :: phase == left -> park"}},
	{"a late end changes the code", "hooks", "first", []string{
		"!crashes(e) -> waits = true", "!crashes(e) -> waits = true; end = e"}},
	{"a panic that comes late counts as an end that waits", "two crashes", "parked", []string{
		"!crashes(e) -> waits = true", "true -> waits = true"}},
	{"an end is claimed while another one runs", "hooks", "first", []string{
		"do\n\t:: phase == open -> comes(e)", "do\n\t:: true -> comes(e)"}},
	{"the gate lets an exit through that comes late", "hooks", "parked", []string{
		"\tadmit(0, goid);\n", ""}},
	{"an exit of any goroutine fails the hook", "hooks", "alone", []string{
		"current && driver == goid", "current"}},

	{"a panic of a hook that was abandoned is an end", "no deadline", "first", []string{
		"(inHook(goid) || abandoned[goid])", "inHook(goid)"}},
	{"a panic is an end once the deadline for all has passed", "hooks", "first", []string{
		"\tif :: current -> abandoned[driver] = true :: else fi;\n", ""}},
	{"a signal that is noted counts as an end that waits", "crash and Add", "parked", []string{
		"NoteLate() { notes++ }", "NoteLate() { notes++; waits = true }"}},

	{"the hooks are a queue", "hooks", "lifo", []string{
		"h = adds;", "h = 1;", ":: h && !f[h] -> h--", ":: h && !f[h] -> h = (h < adds -> h + 1 : 0)"}},
	{"a hook that had its turn stays pending", "hooks", "once", []string{
		"\t\ttake(h);\n", "", "fate[h] = named", "fate[h] = named; take(h)"}},
	{"Stop takes a hook that is gone", "hooks", "stop", []string{
		"!f[x] || phase >= sealed", "phase >= sealed"}},
	{"Stop says true of a hook that is skipped", "hooks", "stop", []string{
		"z = (phase == open || wants(x))", "z = true"}},
	{"Stop only says that it has removed the hook", "hooks", "stop", []string{
		"\t\ttake(x);\n\t\tz", "\t\tz"}},
	{"Add after the seal returns", "hooks", "kept", []string{
		"phase >= sealed ->\n\t\twaiting++", "false ->\n\t\twaiting++"}},
	{"the engine is sealed some time after the last hook", "added hooks", "kept", []string{
		"finish(); break", "break", "\tod;\n\tif :: crashes(e) && me", "\tod;\n\tatomic { alive -> finish() };\n\tif :: crashes(e) && me"}},

	{"an abandoned hook goes on with the run", "no deadline", "alone", []string{
		":: token != mine -> park /*", ":: false -> park /*"}},
	{"the token stays the same when it is handed over", "no deadline", "alone", []string{
		"\tclear();\n\tset(token);", "\tclear();"}},
	{"a panic of an abandoned hook is one of the hook that runs", "no deadline", "alone", []string{
		":: token != mine -> park\n", "::false -> park\n", "token == mine && panics", "panics"}},
	{"the deadline of a hook outlives it", "hooks", "alone", []string{
		"\t\tclear();\n\t\tpop(h);", "\t\tcurrent = 0;\n\t\tpop(h);"}},
	{"an alarm that rang in vain is heard", "no deadline", "alone", []string{
		"alive && id == hookAlarm ->", "alive && current ->", "alive && id != hookAlarm ->", "alive && current == 0 ->"}},
	{"nobody takes over", "no deadline", "ends", []string{
		"atomic { alive -> run goroutine(ENDS + mine, mine); id = 0", "atomic { alive -> id = 0"}},
	{"nobody takes over from a hook that exits", "no deadline", "ends", []string{
		"atomic { alive -> run goroutine(ENDS + mine, mine); park }", "atomic { alive -> park }"}},

	{"a failed hook is forgotten", "hooks", "fatal", []string{
		"failed != OK && e == end -> goto dies", "false -> goto dies"}},
	{"the last failure decides", "hooks", "fatal", []string{
		"if :: failed == OK -> failed = outcome :: else fi", "failed = outcome"}},
	{"a Run goes on after a failure", "Run", "fatal", []string{
		"returns(end) && failed == OK ->", "returns(end) ->", "failed != OK && e == end -> goto dies", "false -> goto dies"}},
	{"a failure of the next end is that of the Run before", "Run", "first", []string{
		"failed != OK && e == end", "failed != OK"}},

	{"no deadline", "hooks", "ends", []string{
		"\tforget(allAlarm);\n\tset(allAlarm)", "\tforget(allAlarm)"}},
	{"the deadline outlives the run", "Run", "first", []string{
		"\tforget(allAlarm);\n\tphase = over", "\tphase = over"}},
	{"hooks are forgotten when the deadline passes", "hooks", "once", []string{
		"holds(once, isPending(h)); fate[h] = named", "skip"}},
	{"SetTimeout(0) cannot be taken back", "SetTimeout", "ends", []string{
		"-> armDeadline() :: else fi\n}\n\n/* engine: takeOver", "-> forget(allAlarm); if :: Timeout -> set(allAlarm) :: else fi :: else fi\n}\n\n/* engine: takeOver"}},

	{"those who wait for a Run are not let go", "Run", "ends", []string{
		"release() { done++ }", "release() { skip }"}},
	{"the end is released before the last hook is over", "crash", "parked", []string{
		":: h -> start(h)\n", ":: h -> start(h); newest(y); if :: y == 0 -> phase = over; release() :: else fi\n"}},
	{"a crash does not wait for the hooks", "crash", "parked", []string{
		":: crashes(e) && phase < over -> await()", ":: false -> await()"}},
	{"an exit takes place though a crash waits", "crash", "parked", []string{
		":: phase == over && crash -> awaitCrash(); park", ":: false -> park"}},
	{"nothing ends a program whose panic was recovered", "crash", "ends", []string{
		"if :: phase == over && crash && !crashes(e) -> awaitCrash() :: else fi", "skip"}},
	{"nothing ends a program that adds after that", "crash and Add", "ends", []string{
		"if :: phase == over && crash -> awaitCrash() :: else fi;\n\t\tpark", "park"}},
}

// Every mistake is found, and there is one against every property.
func TestMistakes(t *testing.T) {
	needSpin(t)
	text := model(t)
	found := map[string]bool{}
	for _, m := range mistakes {
		k := compile(t, m.in(t, text), configs[m.config], "-DSAFETY")
		if _, _, property := k.search(t); property == m.property {
			t.Logf("%-8s does not hold if %s", property, m.what)
			found[property] = true
		} else {
			t.Errorf("%s does not fail if %s", m.property, m.what)
		}
	}
	for _, p := range properties {
		if !found[p] {
			t.Errorf("no mistake violates %s", p)
		}
	}
}

// in returns the model with the mistake, which asserts no other property.
func (m mistake) in(t *testing.T, text string) string {
	t.Helper()
	edits := append([]string{"assert(property)", "assert(" + m.property + ")"}, m.edits...)
	for e := range slices.Chunk(edits, 2) {
		if n := strings.Count(text, e[0]); n != 1 {
			t.Fatalf("%s: %q is %d times in %s, want once", m.what, e[0], n, file)
		}
		text = strings.Replace(text, e[0], e[1], 1)
	}
	return text
}
