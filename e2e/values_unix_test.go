// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build unix

package e2e

import (
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"
)

// forged is a value that would change how a terminal looks, and what a reader takes
// a report for. There is more of it in a text than can be in an argument.
const (
	forged = "red \x1b[31m bell \a back \b return \rexithook: forged\ngoroutine 4711 [running]:\nmain.forged()\n\t/forged.go:1 +0x1d\n" +
		"exithook: hook \"forged\" (added at forged.go:1) called exit\nosc \x1b]0;title\a c1 \u009b31m raw \x9b31m del \x7f vt \v ff \f end"
	big = "big"
)

// forgery is a line that a value has forged.
var forgery = regexp.MustCompile(`(?m)^(exithook: forged|goroutine 4711|main\.forged|\t/forged\.go|exithook: hook "forged").*$`)

// maxReport is the size of a report with a value that is megabytes long. (The stacks
// of a fatal error come in addition; they are the runtime's.)
const maxReport = 16 << 10

// saysCut reports whether a report says that a value was cut.
func saysCut(text string) bool { return cut.MatchString(text) }

var cut = regexp.MustCompile(`(?i)\bcut\b|truncated|left out|more bytes|bytes more`)

// A value is a place in a report, for a value that is not ours.
type value struct {
	name    string
	env     []string
	ending  string
	stdout  string
	crashes bool // whether the runtime prints the value as well, after us
}

var valuePlaces = []value{
	{name: "hook panics", ending: "status 2", stdout: lines("third", "first")},
	{name: "name of a hook that panics", ending: "status 2"},
	{name: "names", env: []string{asText}, ending: "status 3"},
	{name: "name at the deadline", ending: "status 2"},
	{name: "end", env: []string{asText}, ending: "status 2", crashes: true},
	{name: "end, and a hook fails", ending: "status 2"},
	{name: "recovered", ending: "status 2"},
	{name: "late end", env: []string{asText}, ending: "status 2", crashes: true},
	{name: "name at a second signal", ending: "signal: interrupt", stdout: lines("ready", "in hook")},
}

// run runs the program with a value in one of the places.
func (v value) run(t *testing.T, b *build, text string) result {
	t.Helper()
	r := run{build: b, args: []string{"values", v.name}, env: append(v.env, "E2E_VALUE="+text), limit: patience}
	r.attr = func(cmd *exec.Cmd) { cmd.Args[0] = forged }
	if v.name == "name at a second signal" {
		r.start = func(p *process) {
			sendWhen("ready", syscall.SIGINT)(p)
			if p.await("in hook\n", 1) {
				time.Sleep(echo)
				p.Signal(syscall.SIGINT)
			}
		}
	}
	return r.do(t)
}

// ours is what is not the runtime's of standard error.
func (v value) ours(r result) string {
	if !v.crashes {
		return r.stderr
	}
	text, _, _ := strings.Cut(r.stderr, "\npanic: ")
	return text + "\n"
}

// TestForgedValues has values with what terminals and readers heed in each place of
// a report. What is printed is harmless: no control characters, no line of a value
// in the place of one of ours.
func TestForgedValues(t *testing.T) {
	inBuilds(t, func(t *testing.T, b *build) {
		for _, v := range valuePlaces {
			if v.name == "recovered" && b.panics {
				continue // that is no end
			}
			t.Run(v.name, func(t *testing.T) {
				t.Parallel()
				r := v.run(t, b, forged)
				if r.ending() != v.ending || r.stdout != v.stdout {
					t.Errorf("got %s, %q\nwant %s, %q", r.ending(), r.stdout, v.ending, v.stdout)
				}
				wantHarmless(t, v.ours(r), "red ")
			})
		}
	})
}

// wantHarmless checks a text that has some value in it.
func wantHarmless(t *testing.T, text, value string) {
	t.Helper()
	if !strings.Contains(text, value) {
		t.Errorf("the value is not in it")
	}
	if c := control(text); c != "" {
		t.Errorf("there is the control character %q", c)
	}
	if line := forgery.FindString(text); line != "" {
		t.Errorf("there is the forged line %q", line)
	}
	if t.Failed() {
		t.Errorf("%.2000q", text)
	}
}

// control returns the first control character of a text, but for newlines and tabs,
// in whichever encoding, or nothing.
func control(text string) string {
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if unicode.IsControl(r) && r != '\n' && r != '\t' || r == utf8.RuneError && n == 1 {
			return text[i : i+n]
		}
		i += n
	}
	return ""
}

// TestForgedEnvironment has such a text in the variable EXITHOOK.
func TestForgedEnvironment(t *testing.T) {
	inBuilds(t, func(t *testing.T, b *build) {
		for _, wish := range []string{"report=json:/nowhere/", "unknown="} {
			r := run{build: b, args: []string{"values", "exit"}, env: []string{"EXITHOOK=" + wish + forged}, limit: patience}.do(t)
			if r.ending() != "status 3" || r.stdout != "" {
				t.Error(r)
			}
			wantHarmless(t, r.stderr, "")
		}
	})
}

// TestBigValues has a value of 8 MB in each place: it is cut, and the report says so.
func TestBigValues(t *testing.T) {
	inBuilds(t, func(t *testing.T, b *build) {
		for _, v := range valuePlaces {
			if v.name == "recovered" && b.panics {
				continue
			}
			t.Run(v.name, func(t *testing.T) {
				t.Parallel()
				r := v.run(t, b, big)
				text, _, _ := strings.Cut(v.ours(r), "\nfatal error: ")
				if r.ending() != v.ending || len(text) > maxReport || !saysCut(text) || !strings.Contains(text, "0123456") {
					t.Errorf("got %s, %d bytes that begin with %.400q and end with %.100q\nwant %s, at most %d bytes that say that a value was cut",
						r.ending(), len(text), text, text[max(len(text)-100, 0):], v.ending, maxReport)
				}
			})
		}
	})
}
