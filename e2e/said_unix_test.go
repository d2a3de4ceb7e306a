// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build unix

package e2e

import (
	"strings"
	"syscall"
	"testing"
	"time"
)

// The tests here show ends that do not run hooks, and cannot, or run them where that is
// not wanted. docs/ends.md names them.

// TestPipe has a program write to a pipe whose reader is gone, as in "prog | head": it
// dies of SIGPIPE, without its hooks, unless it handles that.
func TestPipe(t *testing.T) {
	conform(t, 37, func(t *testing.T, b *build) {
		const head = `{ "$0" "$@"; echo "status $?" >&2; } | head -n 1`
		for how, hook := range map[string]string{"unhandled": "", "handled": "hook\n"} {
			r := run{build: b, args: []string{"handle-pipe", how}, shell: head}.do(t)
			if r.stdout != "line\n" || !strings.HasPrefix(r.stderr, hook) || !strings.HasSuffix(r.stderr, "status 141\n") ||
				strings.Contains(r.stderr, "hook") != (hook != "") {
				t.Errorf("%s: want %q and status 141, got %v", how, hook, r)
			}
		}
	})
}

// TestPipeOfClient has a client of a server reset its connection. That is nothing to
// a server, unless it handles SIGPIPE: then it ends.
func TestPipeOfClient(t *testing.T) {
	conform(t, 37, func(t *testing.T, b *build) {
		exe := b.must(t, "./reset")
		run{build: b, exe: exe, args: []string{"unhandled"}}.do(t).want(t, "status 0", lines("the server goes on", "hook"), "")
		run{build: b, exe: exe, args: []string{"handled"}}.do(t).want(t, "signal: broken pipe", lines("hook"), "")
	})
}

// TestAbort has a program send itself SIGABRT, as C's abort does: the runtime crashes,
// with all stacks.
func TestAbort(t *testing.T) {
	conform(t, 37, func(t *testing.T, b *build) {
		r := run{build: b, args: []string{"signal", number(syscall.SIGABRT), number(syscall.SIGTERM)}, attr: elsewhereDir(t)}.do(t)
		if r.ending() != "status 2" || strings.Contains(r.stdout, "signal: exit") || !strings.HasPrefix(r.stderr, "SIGABRT: abort\n") {
			t.Errorf("%v", r)
		}
	})
}

// TestSignalTaken has another part of the program take a signal away from HandleSignals.
func TestSignalTaken(t *testing.T) {
	conform(t, 37, func(t *testing.T, b *build) {
		b.run(t, "handle-and-reset", "Reset").want(t, "signal: terminated", "", "")
		b.run(t, "handle-and-reset", "Ignore").want(t, "status 7", lines("goes on", "hook"), "")
	})
}

// TestStopped has a process be stopped, as by Ctrl-Z, until after the deadline: it
// passes when the process goes on.
func TestStopped(t *testing.T) {
	conform(t, 25, func(t *testing.T, b *build) {
		r := run{build: b, args: []string{"stopped"}, start: func(p *process) {
			sendWhen("in hook", syscall.SIGSTOP)(p)
			time.Sleep(1500 * time.Millisecond) // the deadline is a second
			p.Signal(syscall.SIGCONT)
		}}.do(t)
		before, fatal, _ := strings.Cut(r.stderr, "\nfatal error: ")
		if r.ending() != "status 2" || r.stdout != "in hook\n" || !strings.HasPrefix(before, deadlinePassed("1s")) ||
			!strings.HasSuffix(before, `was not run`+"\n") || !strings.HasPrefix(fatal, "exit hook did not return\n") {
			t.Errorf("%v", r)
		}
	})
}
