// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build unix

package e2e

import (
	"fmt"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// usual are the signals of HandleSignals without arguments.
var usual = []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP}

// more are others that end a program, some of them in Go's own way.
var more = []syscall.Signal{syscall.SIGUSR1, syscall.SIGQUIT, syscall.SIGALRM, syscall.SIGPIPE, syscall.SIGABRT}

// signalHook is what the hook of the modes says about a signal.
func signalHook(s syscall.Signal) string {
	return fmt.Sprintf("signal: exit %d, signal: %v\n", 128+int(s), s)
}

func number(s syscall.Signal) string { return strconv.Itoa(int(s)) }

// elsewhereDir has core dumps written where they are removed again.
func elsewhereDir(t *testing.T) func(*exec.Cmd) {
	dir := t.TempDir()
	return func(cmd *exec.Cmd) { cmd.Dir = dir }
}

func TestSignalFromItself(t *testing.T) {
	conform(t, 37, func(t *testing.T, b *build) {
		for _, s := range usual {
			b.signalled(t, s)
		}
		for _, s := range more {
			b.signalled(t, s, number(s))
		}
	})
}

// signalled has the program send itself a signal, which may come at any time
// from then on.
func (b *build) signalled(t *testing.T, s syscall.Signal, handled ...string) {
	t.Helper()
	args := append([]string{"signal", number(s)}, handled...)
	r := run{build: b, args: args, attr: elsewhereDir(t)}.do(t)
	r.stdout = strings.Replace(r.stdout, "ready\n", "", 1)
	r.want(t, "signal: "+s.String(), signalHook(s), "")
}

func TestSignalFromOutside(t *testing.T) {
	conform(t, 37, func(t *testing.T, b *build) {
		for _, s := range slices.Concat(usual, []syscall.Signal{syscall.SIGUSR1, syscall.SIGQUIT}) {
			args := []string{"signal", "0"}
			if !slices.Contains(usual, s) {
				args = append(args, number(s))
			}
			r := run{build: b, args: args, attr: elsewhereDir(t), start: sendWhen("ready", s)}.do(t)
			r.want(t, "signal: "+s.String(), "ready\n"+signalHook(s), "")
		}
	})
}

// sendWhen sends signals once the process has written a line.
func sendWhen(line string, sigs ...syscall.Signal) func(*process) {
	return func(p *process) {
		if p.await(line+"\n", 1) {
			for _, s := range sigs {
				p.Signal(s)
			}
		}
	}
}

func TestSignalThroughShell(t *testing.T) {
	conform(t, 37, func(t *testing.T, b *build) {
		for _, s := range usual {
			r := run{build: b, args: []string{"signal", number(s)}, shell: `"$0" "$@"; echo $?`}.do(t)
			r.stdout = strings.Replace(r.stdout, "ready\n", "", 1)
			r.stderr = "" // the shell may say something
			r.want(t, "status 0", signalHook(s)+fmt.Sprintln(128+int(s)), "")
		}
	})
}

// TestSignalIgnored has signals ignored when the program starts, as by nohup
// or for a background job of a shell.
func TestSignalIgnored(t *testing.T) {
	conform(t, 37, func(t *testing.T, b *build) {
		for name, s := range map[string]syscall.Signal{"HUP": syscall.SIGHUP, "INT": syscall.SIGINT} {
			for _, handled := range [][]string{{}, {number(s)}} {
				args := append([]string{"signal", number(s)}, handled...)
				r := run{build: b, args: args, shell: `trap "" ` + name + `; exec "$0" "$@"`}.do(t)
				r.want(t, "status 7", "ready\nos.Exit: exit 7, "+b.exitName()+" at signals.go:N\n", "")
			}
		}
		r := run{build: b, args: []string{"signal", number(syscall.SIGINT)}, shell: `"$0" "$@" & wait $!`}.do(t)
		r.want(t, "status 7", "ready\nos.Exit: exit 7, "+b.exitName()+" at signals.go:N\n", "")
	})
}

// TestSecondSignal has others come after SIGTERM: they cut nothing short.
func TestSecondSignal(t *testing.T) {
	conform(t, 38, func(t *testing.T, b *build) {
		for _, second := range usual {
			r := run{build: b, args: []string{"signals-later", "2"}, start: sendLater("ready", syscall.SIGTERM, second)}.do(t)
			r.want(t, "signal: terminated", lines("ready", "in hook", "slow ends", "first"), "")
		}
	})
}

// echo is longer than the same signal is taken for the first one.
const echo = 200 * time.Millisecond

func TestSignalEcho(t *testing.T) {
	conform(t, 38, func(t *testing.T, b *build) {
		b.run(t, "signal-echo").want(t, "signal: terminated", lines("slow ends"), "")
	})
}

// TestSignalDuringExit has signals come after an exit, which change nothing.
func TestSignalDuringExit(t *testing.T) {
	conform(t, 38, func(t *testing.T, b *build) {
		for _, sigs := range [][]syscall.Signal{{syscall.SIGTERM}, {syscall.SIGHUP, syscall.SIGTERM}} {
			r := run{build: b, args: []string{"signal-exit", "500"}, start: sendWhen("in hook", sigs...)}.do(t)
			r.want(t, "status 0", lines("in hook", "slow ends"), "")
		}
	})
}

func TestOwnNotify(t *testing.T) {
	conform(t, 40, func(t *testing.T, b *build) {
		for _, s := range usual {
			for _, order := range []string{"before", "after"} {
				r := b.run(t, "signal-own", number(s), order)
				r.stdout = strings.Replace(r.stdout, "ready\n", "", 1)
				r.want(t, "signal: "+s.String(), "hook, own: "+s.String()+"\n", "")
			}
		}
	})
}

// TestSignalsAndExits has signals and exits at the same time.
func TestSignalsAndExits(t *testing.T) {
	conform(t, 37, func(t *testing.T, b *build) {
		repeat(t, b.often(200, 50), func() error {
			r, err := run{build: b, args: []string{"signal-many"}}.try()
			if err != nil {
				return err
			}
			return firstEndDiffers(r)
		})
	})
}

// firstEndDiffers checks that the hooks saw the end that the parent sees.
func firstEndDiffers(r result) error {
	switch r.ending() {
	case "status 0":
		return r.differs("status 0", lines("success", "always 0"), "")
	case "status 2":
		return r.differs("status 2", lines("always 2"), "")
	}
	return r.differs("signal: terminated", lines("always 143"), "")
}

func TestGoexitWithSignals(t *testing.T) {
	conform(t, 33, func(t *testing.T, b *build) {
		b.merged(t, "goexit-signals").wantFatal(t, lines("deferred", "worker ends", "hook"), goexitFatal)
	})
}

// TestDefect9Signals: nothing runs on a signal.
func TestDefect9Signals(t *testing.T) {
	testDefect(t, model, "got:\nsignal: terminated\n--- standard output:\n--- standard error:\n", func(b *build) error {
		r, err := run{build: b, args: []string{"signal", number(syscall.SIGTERM)}}.try()
		if err != nil {
			return err
		}
		r.stdout = strings.Replace(r.stdout, "ready\n", "", 1)
		return r.differs("signal: terminated", signalHook(syscall.SIGTERM), "")
	})
}
