// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build unix

package e2e

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// Once HandleSignals is stopped, a signal does what it did before.
func TestSignalStop(t *testing.T) {
	conform(t, 37, func(t *testing.T, b *build) {
		for _, s := range usual {
			for _, times := range []string{"1", "3"} {
				r := b.run(t, "signal-stop", number(s), times)
				r.want(t, "signal: "+s.String(), "ready\n", "")
			}
		}
		b.run(t, "signal-stop-own").want(t, "status 3", lines("own: terminated", "hook"), "")
		r := run{build: b, args: []string{"signal-stop", number(syscall.SIGHUP), "1"}, shell: `trap "" HUP; exec "$0" "$@"`}.do(t)
		r.want(t, "status 7", lines("ready", "goes on"), "")
	})
}

// Of two who handle a signal, one stops.
func TestSignalStopTwo(t *testing.T) {
	conform(t, 37, func(t *testing.T, b *build) {
		for _, which := range []string{"first", "second"} {
			r := b.run(t, "signal-stop-two", which)
			withReady(r).want(t, "signal: terminated", lines("ready", "hook"), "")
		}
	})
}

func TestSignalStopInHook(t *testing.T) {
	conform(t, 37, func(t *testing.T, b *build) {
		withReady(b.run(t, "signal-stop-in-hook")).want(t, "signal: terminated", lines("ready", "stopped", "first"), "")
	})
}

func TestExitBySignal(t *testing.T) {
	conform(t, 37, func(t *testing.T, b *build) {
		for _, s := range slices.Concat(usual, more) {
			r := run{build: b, args: []string{"exit-by-signal", number(s)}, attr: elsewhereDir(t)}.do(t)
			withReady(r).want(t, "signal: "+s.String(), lines("ready", "own: "+s.String())+signalHook(s), "")
		}
	})
}

// TestExitBySignalLate has an exit come first: ExitBySignal does not return, and
// changes nothing.
func TestExitBySignalLate(t *testing.T) {
	conform(t, 37, func(t *testing.T, b *build) {
		file := filepath.Join(t.TempDir(), "report")
		r := run{build: b, args: []string{"exit-by-late"}, env: []string{"EXITHOOK=report=json:" + file}}.do(t)
		r.want(t, "status 5", lines("slow ends", "first"), "")
		if _, ends := readEnds(t, file); fmt.Sprint(ends) != fmt.Sprint(endsBy([]syscall.Signal{syscall.SIGTERM})) {
			t.Errorf("the report has %+v as later ends", ends)
		}
	})
}

// noDeath are signals of which no program dies.
var noDeath = []syscall.Signal{syscall.SIGCHLD, syscall.SIGCONT, syscall.SIGWINCH, syscall.SIGURG, syscall.SIGSTOP, syscall.SIGTSTP}

func TestExitBySignalRefused(t *testing.T) {
	conform(t, 37, func(t *testing.T, b *build) {
		for _, s := range noDeath {
			r := b.run(t, "exit-by-refused", number(s))
			message, rest, _ := strings.Cut(normal(r.stdout), "\n")
			if !strings.HasPrefix(message, "exithook: ExitBySignal: ") || !strings.Contains(message, s.String()) ||
				!strings.HasSuffix(message, ", at handle_unix.go:N") || rest != "hook\n" || r.ending() != "status 3" {
				t.Errorf("%v: %v", s, r)
			}
		}
	})
}

// TestExitBySignalAsPID1 has the program be process 1, which does not die of signals.
func TestExitBySignalAsPID1(t *testing.T) {
	conform(t, 37, func(t *testing.T, b *build) {
		if _, err := exec.LookPath("unshare"); err != nil {
			unpermitted(t, err.Error())
		}
		r := run{build: b, args: []string{"exit-by-signal", number(syscall.SIGTERM)}, shell: `unshare -pf "$0" "$@"; echo $?`}.do(t)
		want := lines("ready", "own: terminated") + signalHook(syscall.SIGTERM) + "143\n"
		withReady(r).want(t, "status 0", want, "")
	})
}
