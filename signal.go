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

	"github.com/exithook/exithook/internal/link"
)

// HandleSignals makes the given signals end the program by way of the hooks.
// With none given, these are os.Interrupt, SIGTERM and, on Unix systems, SIGHUP.
// It may be called several times, for more signals.
//
// The first of the signals runs the hooks, with the cause Signal and, on Unix
// systems, the code 128+n. Then the process dies of that same signal, so that
// its parent can see it. Where that is impossible, because it is process 1 of
// its namespace, it ends with the code.
//
// A second one, be it the same signal or another, ends the process at once, in
// the same manner, and a line on standard error says which hook was running.
// That holds also if the first one did not decide the end, because an exit came
// before it. The same signal again within a tenth of a second is not a second
// one: timeout(1) and others send theirs to the process, and then once more to
// the process group that it is in.
//
// A signal that the process ignores stays ignored: os/signal.Ignored tells. That
// includes SIGHUP and SIGINT if they were ignored when the program was started,
// as nohup does; the Go runtime ignores no other signal in that case.
// Channels of os/signal.Notify get their signals as before.
//
// On Windows, os.Interrupt is Ctrl-C and Ctrl-Break, and SIGTERM is that the
// console is closed, the user logs off or the system shuts down, which has time
// limits: see the section on Windows above. The code is the status of a process
// that was ended by Ctrl-C. On systems that are neither Unix nor Windows,
// HandleSignals does nothing.
//
// HandleSignals panics if one of the signals cannot be caught (SIGKILL and
// SIGSTOP), if it means something else to the Go runtime (such as SIGSEGV and
// SIGURG), or if it does not end programs (such as SIGCHLD and SIGCONT).
func HandleSignals(sigs ...os.Signal) {
	if len(sigs) == 0 {
		sigs = usualSignals
	}
	for _, sig := range sigs {
		if why := refuse(sig); why != "" {
			panic("exithook: HandleSignals: " + why + ", at " + caller())
		}
	}
	var heeded []os.Signal
	for _, sig := range sigs {
		if !signal.Ignored(sig) {
			heeded = append(heeded, sig)
		}
	}
	if len(heeded) > 0 {
		signals.handle(heeded)
	}
}

var signals signalHandler

type signalHandler struct {
	die        func(os.Signal) // a variable, for programs that do not link os/signal
	start      sync.Once
	received   chan os.Signal
	goroutines atomic.Int32 // that are there because of HandleSignals
}

func (s *signalHandler) handle(sigs []os.Signal) {
	s.start.Do(func() {
		s.die = die
		s.received = make(chan os.Signal, 8)
		s.goroutines.Store(2) // the one below and that of os/signal
		go s.wait()
	})
	signal.Notify(s.received, sigs...)
}

// echo is how long the same signal is not taken for a second one.
const echo = 100 * time.Millisecond

func (s *signalHandler) wait() {
	first, at := <-s.received, link.Now()
	go endBySignal(first)
	sig := <-s.received
	for sig == first && link.Now()-at < echo {
		sig = <-s.received
	}
	text := "exithook: second signal (" + sig.String() + "): ending at once"
	if h := std.Current(); h != nil {
		text += ", while hook " + registration(h).String() + " was running"
	}
	say(text + "\n")
	finished()
	die(sig)
	syscall.Exit(signalCode(sig))
}

func endBySignal(sig os.Signal) {
	leave(&ending{Cause: Signal, Code: signalCode(sig), CodeKnown: true, Signal: sig})
}
