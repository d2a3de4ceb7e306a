// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build unix

package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// later are signals that come after a first one, and cut nothing short.
var later = []struct {
	first  syscall.Signal
	others []syscall.Signal
}{
	{syscall.SIGTERM, []syscall.Signal{syscall.SIGHUP}},                 // systemd with SendSIGHUP
	{syscall.SIGHUP, []syscall.Signal{syscall.SIGHUP}},                  // the kernel's and the shell's
	{syscall.SIGINT, []syscall.Signal{syscall.SIGTERM}},                 // supervisors
	{syscall.SIGTERM, []syscall.Signal{syscall.SIGTERM}},                // the same, a second time
	{syscall.SIGTERM, []syscall.Signal{syscall.SIGINT}},                 // the first of its kind
	{syscall.SIGHUP, []syscall.Signal{syscall.SIGINT, syscall.SIGTERM}}, // several
}

// A jsonEnd is what a report in JSON has of an end.
type jsonEnd struct {
	Summary, Cause, Signal string
	Code                   int
}

// endBy is the end by a signal.
func endBy(s syscall.Signal) jsonEnd {
	code := 128 + int(s)
	return jsonEnd{fmt.Sprintf("exit %d, signal: %v", code, s), "signal", s.String(), code}
}

func endsBy(sigs []syscall.Signal) (ends []jsonEnd) {
	for _, s := range sigs {
		ends = append(ends, endBy(s))
	}
	return ends
}

// readEnds reads the first end and the later ones from a report.
func readEnds(t *testing.T, file string) (first jsonEnd, later []jsonEnd) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Error(err)
		return
	}
	var r struct {
		jsonEnd
		Later []jsonEnd
	}
	if err := json.Unmarshal(data, &r); err != nil {
		t.Errorf("%v in %s", err, data)
	}
	return r.jsonEnd, r.Later
}

// wantEnds compares the ends in a report.
func wantEnds(t *testing.T, file string, first jsonEnd, later []jsonEnd) {
	t.Helper()
	gotFirst, gotLater := readEnds(t, file)
	if gotFirst != first || fmt.Sprint(gotLater) != fmt.Sprint(later) {
		t.Errorf("the report has %+v, later %+v\nwant %+v, later %+v", gotFirst, gotLater, first, later)
	}
}

// sendLater sends a signal, and others when the hooks run, with longer in between
// than an echo takes.
func sendLater(line string, first syscall.Signal, others ...syscall.Signal) func(*process) {
	return func(p *process) {
		sendWhen(line, first)(p)
		for _, s := range others {
			if p.await("in hook\n", 1) {
				time.Sleep(echo)
				p.Signal(s)
			}
		}
	}
}

func TestLaterSignals(t *testing.T) {
	conform(t, 38, func(t *testing.T, b *build) {
		for _, l := range later {
			file := filepath.Join(t.TempDir(), "report")
			r := run{build: b, args: []string{"signals-later", strconv.Itoa(1 + len(l.others))}, env: []string{"EXITHOOK=report=json:" + file},
				start: sendLater("ready", l.first, l.others...)}.do(t)
			r.want(t, "signal: "+l.first.String(), lines("ready", "in hook", "slow ends", "first"), "")
			wantEnds(t, file, endBy(l.first), endsBy(l.others))
		}
	})
}

// TestLaterSignalsAtOnce has the signals come within milliseconds of one another,
// as most of those who send several do, also with a shell in between.
func TestLaterSignalsAtOnce(t *testing.T) {
	conform(t, 38, func(t *testing.T, b *build) {
		for _, l := range later {
			if l.others[0] == l.first {
				continue // which is taken for one
			}
			args := []string{"signals-later", strconv.Itoa(1 + len(l.others)), number(l.first)}
			for _, s := range l.others {
				args = append(args, number(s))
			}
			stdout := lines("ready", "in hook", "slow ends", "first")
			r := run{build: b, args: args}.do(t)
			withReady(r).want(t, "signal: "+l.first.String(), stdout, "")
			r = run{build: b, args: args, shell: `"$0" "$@"; echo $?`}.do(t)
			r.stderr = "" // the shell may say something
			withReady(r).want(t, "status 0", stdout+fmt.Sprintln(128+int(l.first)), "")
		}
	})
}

// TestLaterSignalsBurst has two signals come before the first has begun to end the
// program. The second is in the report all the same.
func TestLaterSignalsBurst(t *testing.T) {
	conform(t, 38, func(t *testing.T, b *build) {
		for range 3 {
			file := filepath.Join(t.TempDir(), "report")
			r := run{build: b, args: []string{"signals-burst"}, env: []string{"EXITHOOK=report=json:" + file}}.do(t)
			first, second := syscall.SIGHUP, syscall.SIGTERM
			if r.signal == second.String() {
				first, second = second, first // the kernel may choose
			}
			withReady(r).want(t, "signal: "+first.String(), lines("ready", "in hook", "slow ends", "first"), "")
			wantEnds(t, file, endBy(first), endsBy([]syscall.Signal{second}))
		}
	})
}

// withReady puts "ready" first. It is written while the signal is on its way.
func withReady(r result) result {
	r.stdout = "ready\n" + strings.Replace(r.stdout, "ready\n", "", 1)
	return r
}

// TestLaterSignalsText has them in a report for people.
func TestLaterSignalsText(t *testing.T) {
	conform(t, 38, func(t *testing.T, b *build) {
		r := run{build: b, args: []string{"signals-later", "3"}, env: []string{"EXITHOOK=report"},
			start: sendLater("ready", syscall.SIGHUP, syscall.SIGINT, syscall.SIGTERM)}.do(t)
		got := regexp.MustCompile(`(?m)^(exithook: .*|later: exit \d+, signal: \w+)`).FindAllString(r.stderr, -1)
		want := []string{"exithook: exit 129, signal: hangup", "later: exit 130, signal: interrupt", "later: exit 143, signal: terminated"}
		if r.ending() != "signal: hangup" || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("got %q, want %q in\n%v", got, want, r)
		}
	})
}

// TestLaterSignalsInExit has the first signals come while the hooks of an exit run:
// it is the exit that decides.
func TestLaterSignalsInExit(t *testing.T) {
	conform(t, 38, func(t *testing.T, b *build) {
		for _, l := range later {
			file := filepath.Join(t.TempDir(), "report")
			r := run{build: b, args: []string{"signals-in-exit", strconv.Itoa(1 + len(l.others))}, env: []string{"EXITHOOK=report=json:" + file},
				start: sendLater("in hook", l.first, l.others...)}.do(t)
			r.want(t, "status 0", lines("in hook", "slow ends", "first"), "")
			if _, ends := readEnds(t, file); fmt.Sprint(ends) != fmt.Sprint(append(endsBy([]syscall.Signal{l.first}), endsBy(l.others)...)) {
				t.Errorf("%v, then %v: the report has %+v", l.first, l.others, ends)
			}
		}
	})
}

// TestImpatience has a person press Ctrl-C once more.
func TestImpatience(t *testing.T) {
	conform(t, 38, func(t *testing.T, b *build) {
		r := run{build: b, args: []string{"signal-slow"}, start: sendLater("ready", syscall.SIGINT, syscall.SIGINT)}.do(t)
		r.want(t, "signal: interrupt", lines("ready", "in hook"), secondSignal(syscall.SIGINT))
		r = run{build: b, args: []string{"signal-exit", "20000"}, start: sendLater("in hook", syscall.SIGINT, syscall.SIGINT)}.do(t)
		r.want(t, "signal: interrupt", "in hook\n", secondSignal(syscall.SIGINT))
	})
}

// TestSignalTwice has the same SIGINT come twice, as timeout(1) and terminals may
// send it: that is no impatience.
func TestSignalTwice(t *testing.T) {
	conform(t, 38, func(t *testing.T, b *build) {
		for range 10 {
			r := withReady(b.run(t, "signal-twice"))
			if strings.Contains(r.stdout, "too slow") {
				continue
			}
			r.want(t, "signal: interrupt", lines("ready", "slow ends"), "")
			return
		}
		t.Error("the machine is too slow, ten times")
	})
}

// TestHangup has a terminal go away on which a shell runs the program: the kernel
// sends SIGHUP, and so does the shell.
func TestHangup(t *testing.T) {
	conform(t, 38, func(t *testing.T, b *build) {
		if _, err := lookPath("bash"); err != nil {
			unpermitted(t, err.Error())
		}
		exe, err := b.prog()
		if err != nil {
			t.Fatal(err)
		}
		for _, shell := range []string{"", `"$0" "$@"; true`} { // true, lest it become the program
			file := filepath.Join(t.TempDir(), "report")
			args := append(b.commandLine(exe, nil), "signals-later", "1") // there are two, which may become one
			if shell != "" {
				args = append([]string{"bash", "--norc", "-ic", shell}, args...)
			}
			p := run{exe: args[0], args: args[1:], env: []string{"EXITHOOK=report=json:" + file}}
			if !b.link {
				p.env = append(p.env, "E2E_EXIT=Exit")
			}
			hangUp(t, &p)
			r := p.do(t)
			if want := lines("ready", "in hook", "slow ends", "first"); r.stdout != want {
				t.Errorf("shell %q: standard output:\n%swant:\n%s%v", shell, r.stdout, want, r)
			}
			first, ends := readEnds(t, file)
			for _, e := range append(ends, first) {
				if e != endBy(syscall.SIGHUP) {
					t.Errorf("shell %q: the report has %+v, later %+v", shell, first, ends)
				}
			}
		}
	})
}

// hangUp gives a run a terminal that goes away when the program is ready.
func hangUp(t *testing.T, r *run) {
	t.Helper()
	master, slave, err := openTerminal()
	if err != nil {
		unpermitted(t, err.Error())
	}
	r.attr = func(cmd *exec.Cmd) {
		cmd.Stdin = slave
		cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true, Ctty: 0}
		cmd.WaitDelay = 15 * time.Second // the shell dies, the program goes on
	}
	r.start = func(p *process) {
		slave.Close()
		p.await("ready\n", 1)
		master.Close()
	}
}
