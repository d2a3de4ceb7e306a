// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package exithook

import (
	"os"
	"os/signal"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/exithook/exithook/internal/clock"
	"github.com/exithook/exithook/internal/output"
)

// HandleSignals makes the given signals run the hooks and end the program. The default is
// os.Interrupt, SIGTERM and, on Unix systems, SIGHUP. HandleSignals may be called several
// times. The function that it returns undoes the call: a signal that no other call was given
// does again what it did before. That function may be called several times too.
//
// The first of the signals runs the hooks, with the cause Signal and, on Unix systems, the
// code 128+n. Then the process dies of that signal, and its parent sees that. Process 1 of a
// namespace cannot die of its own signal: it ends with the code.
//
// Later signals do not cut the hooks short, and are in the report. Kernels, shells and
// supervisors send several at the end of a program: SIGTERM and then SIGHUP, or one to the
// process and once more to its group. So the first signal, if it comes again within a tenth
// of a second, is not in the report. There is one exception, for a person who does not want
// to wait. A second os.Interrupt, more than a tenth of a second after the first, ends the
// process at once, in the same manner, and a line on standard error says which hook was
// running. All of this is so too if the first end was an exit and not a signal. SIGQUIT ends
// the process at any time, as in every Go program, unless HandleSignals was given it.
//
// A signal that the process ignores stays ignored: os/signal.Ignored tells. With nohup these
// are SIGHUP and SIGINT, as in every Go program. Channels of os/signal.Notify get their
// signals as before. If other code calls os/signal.Reset or os/signal.Ignore for a signal, it
// takes the signal away from HandleSignals. HandleSignals in a library that a program in
// another language loads takes signals away from that program: see docs/ends.md.
//
// On Windows, os.Interrupt is Ctrl-C and Ctrl-Break. SIGTERM is that the console is closed,
// the user logs off or the system shuts down, with time limits: see docs/platforms.md. The
// code is 0xC000013A, the status of a process that Ctrl-C ended. On systems that are neither
// Unix nor Windows, HandleSignals does nothing.
//
// HandleSignals panics if one of the signals does not exist, cannot be caught (SIGKILL and
// SIGSTOP), belongs to the Go runtime (such as SIGSEGV and SIGURG), or does not end programs
// (such as SIGCHLD and SIGCONT).
func HandleSignals(sigs ...os.Signal) (stop func()) {
	if len(sigs) == 0 {
		sigs = usualSignals
	}
	var heeded []os.Signal
	for _, sig := range sigs {
		if why := refuse(sig); why != "" {
			panic("exithook: HandleSignals: " + why + ", at " + caller())
		}
		if !signal.Ignored(sig) {
			heeded = append(heeded, sig)
		}
	}
	if len(heeded) == 0 || !haveSignals {
		return func() {}
	}
	return signals.handle(heeded)
}

// ExitBySignal runs the hooks, with the cause Signal and the code 128+n, and then the process
// dies of the signal, as it does with HandleSignals. It is for handlers of one's own, which do
// something else first.
//
// ExitBySignal does not return. If another end came first, it parks the calling goroutine. If
// a hook calls it on its own goroutine, the hook fails.
//
// ExitBySignal panics if the signal does not exist, or does not end programs (such as SIGCHLD
// and SIGCONT). The signal may be one that cannot be handled: a program that runs another
// program can die of the SIGKILL or SIGSEGV that the other one died of.
func ExitBySignal(sig os.Signal) {
	if why := harmless(sig); why != "" {
		panic("exithook: ExitBySignal: " + why + ", at " + caller())
	}
	leave(bySignal(sig))
}

func bySignal(sig os.Signal) *Termination {
	return &Termination{Cause: Signal, Code: signalCode(sig), CodeKnown: true, Signal: sig}
}

// signals are those that end the program.
var signals signalState

type signalState struct {
	active atomic.Int32 // calls of HandleSignals that are not undone
	ever   atomic.Bool  // there was such a call

	mu             sync.Mutex
	ended          bool // a signal came
	first          os.Signal
	firstAt        time.Duration
	firstInterrupt time.Duration // 0 if there was none
}

// goroutines returns how many goroutines there are for signals: one for each call of
// HandleSignals, and one of os/signal, which stays.
func (s *signalState) goroutines() int {
	if !s.ever.Load() {
		return 0
	}
	return int(s.active.Load()) + 1
}

// handle makes the signals end the program until stop is called. What it makes belongs to
// no synctest bubble: os/signal would not be able to use it.
func (s *signalState) handle(sigs []os.Signal) (stop func()) {
	s.ever.Store(true)
	s.active.Add(1)
	var received chan os.Signal
	var stopped chan struct{}
	clock.Outside(func() {
		received, stopped = make(chan os.Signal, 8), make(chan struct{})
		signal.Notify(received, sigs...)
		go waitForSignals(received, stopped)
	})
	return sync.OnceFunc(func() {
		signal.Stop(received)
		close(stopped)
		s.active.Add(-1)
	})
}

// waitForSignals is the top function of the goroutines of HandleSignals.
func waitForSignals(received chan os.Signal, stopped chan struct{}) {
	for {
		select {
		case sig := <-received:
			signals.arrive(sig)
		case <-stopped:
			return
		}
	}
}

// echo is how long a second signal of the same kind counts as the first one. timeout(1) and
// others send theirs to the process, and once more to the process group that it is in, and
// several calls of HandleSignals may be given the same signal.
const echo = 100 * time.Millisecond

// arrive is called for each signal. The first one asks for the end of the program.
func (s *signalState) arrive(sig os.Signal) {
	now := clock.Now()
	s.mu.Lock()
	first := !s.ended
	again := !first && sig == s.first && now-s.firstAt < echo
	if first {
		s.ended, s.first, s.firstAt = true, sig, now
	}
	impatient := sig == os.Interrupt && s.firstInterrupt != 0 && now-s.firstInterrupt >= echo
	if sig == os.Interrupt && s.firstInterrupt == 0 {
		s.firstInterrupt = now
	}
	s.mu.Unlock()
	switch {
	case first:
		go endBySignal(sig)
	case impatient:
		endAtOnce(sig)
	case !again:
		std.NoteLate(bySignal(sig).forEngine())
	}
}

// endBySignal is the top function of the goroutine that ends the program by a signal.
func endBySignal(sig os.Signal) { leave(bySignal(sig)) }

// endAtOnce ends the process without waiting for hooks.
func endAtOnce(sig os.Signal) {
	text := "exithook: second signal (" + signalText(sig) + "): ending at once"
	if h := std.Current(); h != nil {
		text += ", while " + title(h) + " was running"
	}
	output.Stderr(text + "\n")
	writeReports()
	die(sig)
	syscall.Exit(signalCode(sig))
}
