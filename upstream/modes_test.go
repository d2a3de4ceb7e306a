// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package upstream

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// A mode is one of the test program of the change: how it ends with the change, and
// without it.
type mode struct {
	name string
	want ending
	was  ending // the same as want, if it is not set
	race ending // without the change but with -race, if that is another one
}

// An ending is what is seen of a program. What it prints begins with a text.
type ending struct {
	status int
	text   string
	spins  bool // a tenth of a second of CPU or more, for doing nothing
}

// hung is the status of a program that had to be killed. Both Go and a shell have
// other uses for it.
const hung = -1

var modes = []mode{
	// Those that are in Go today.
	{name: "simple", want: ending{0, "bar\nfoo\n", false}},
	{name: "goodexit", want: ending{0, "orange\napple\n", false}},
	{name: "badexit", want: ending{1, "blub\nblix\n", false}},
	{name: "callsexit", want: ending{2, "good\nfatal error: exit hook invoked exit\n", false}},
	{name: "exit2", want: ending{0, "", false}},

	// Defect 1: a later exit overtakes the first one.
	{name: "first", want: ending{0, "always\nsuccess\n", false}, was: ending{7, "always\nsuccess\n", false}},
	{name: "overtake", want: ending{0, "always\nsuccess\n", false}, race: ending{7, "always\nsuccess\n", false}},
	// Defect 2: Add in a hook spins for ever.
	{name: "addinhook", want: ending{3, "orange\nbanana\nplum\napple\n", false}, was: ending{hung, "orange\n", true}},
	// Defect 3: Goexit in a hook cancels the exit.
	{name: "goexit", want: ending{2, "good\nok\nfatal error: exit hook invoked Goexit\n", false},
		was: ending{2, "good\nfatal error: no goroutines (main called runtime.Goexit) - deadlock!\n", false}, race: ending{hung, "good\n", false}},
	// Defect 4: blocked exits spin, also when that is for good.
	{name: "blocked", want: ending{3, "", false}, was: ending{3, "", true}},
	{name: "bubble", want: ending{3, "", false}},
	{name: "waitsforexit", want: ending{2, "fatal error: all goroutines are asleep - deadlock!\n", false}, was: ending{hung, "", true}},
	// Defect 5: a panicking hook drops the rest, and its value.
	{name: "panics", want: ending{2, "good\nok\npanic: BADBADBAD [recovered]\nfatal error: exit hook invoked panic\n", false},
		was: ending{2, "good\nfatal error: exit hook invoked panic\n", false}},
	{name: "panics2", want: ending{2, "good\nok\npanic: BADBADBAD [recovered]\n\tpanic: WORSE [recovered]\nfatal error: exit hook invoked panic\n", false},
		was: ending{2, "fatal error: exit hook invoked panic\n", false}},
	{name: "panicsexit", want: ending{2, "panic: BADBADBAD [recovered]\nfatal error: exit hook invoked exit\n", false},
		was: ending{2, "fatal error: exit hook invoked panic\n", false}},

	// What calling the Error method of a panic value could bring in.
	{name: "errorexit", want: ending{2, "fatal error: exit hook invoked exit\n", false},
		was: ending{2, "fatal error: exit hook invoked panic\n", false}},
	{name: "errorgoexit", want: ending{2, "fatal error: exit hook invoked panic\n", false}},
}

func testModes(t *testing.T, x trees) {
	for _, flags := range [][]string{nil, {"-race"}} {
		race := flags != nil
		changed, unchanged := x.changed.build(t, "runtime/"+program, flags...), x.unchanged.build(t, "runtime/"+program, flags...)
		for _, m := range modes {
			was := m.was
			if race && m.race != (ending{}) {
				was = m.race
			} else if was == (ending{}) {
				was = m.want
			}
			if race && m.name == "waitsforexit" {
				m.want = ending{hung, "", false} // with -race the runtime detects no deadlock
			}
			where := fmt.Sprint(m.name, flags)
			with := check(t, changed, m.name, m.want, where, false)
			without := check(t, unchanged, m.name, was, where+" without the change", true)
			t.Logf("%-20s %-100s without the change %s", where, with, without)
		}
	}
}

// check runs a mode of the program. What spins uses as much CPU as it can get, which
// may be too little if others have something to do too, and so has several tries. What may
// spin does so if exits happen to come at the same time, as they may in any mode without
// the change.
func check(t *testing.T, exe, mode string, want ending, where string, maySpin bool) ending {
	t.Helper()
	var got ending
	var out string
	for try := 1; try == 1 || try <= 8 && want.spins && !got.spins; try++ {
		limit := time.Minute
		if want.status == hung {
			limit = time.Duration(try) * time.Second
		}
		got, out = play(t, exe, mode, limit)
	}
	got.text = out[:min(len(out), len(want.text))]
	if maySpin && !want.spins {
		got.spins = false
	}
	if exact := want.status != 2; got != want || exact && out != want.text {
		t.Errorf("%s: %s, want %s:\n%s", where, got, want, out)
	}
	return got
}

func (e ending) String() string {
	s := fmt.Sprintf("status %d %q", e.status, e.text)
	if e.status == hung {
		s = fmt.Sprintf("hangs %q", e.text)
	}
	if e.spins {
		s += " spins"
	}
	return s
}

// play runs a mode of the program.
func play(t *testing.T, exe, mode string, limit time.Duration) (ending, string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, exe, "-mode", mode)
	for _, v := range os.Environ() {
		if name, _, _ := strings.Cut(v, "="); !strings.HasPrefix(name, "GO") {
			cmd.Env = append(cmd.Env, v)
		}
	}
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	cmd.Wait()
	cpu := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	return ending{status: cmd.ProcessState.ExitCode(), spins: cpu > time.Second/10}, out.String()
}
