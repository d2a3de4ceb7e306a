// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package exithook

import (
	"os"
	"os/signal"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/exithook/exithook/internal/clock"
	"github.com/exithook/exithook/internal/link"
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
// In a build without the link into the runtime (see Covered), HandleSignals panics in a
// testing/synctest bubble, which cannot be left there.
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
	if !link.Active && clock.InBubble() {
		panic("exithook: HandleSignals: the call is in a synctest bubble, which is not possible without the link into the runtime: call it before the bubble, at " + caller())
	}
	return signals.handlers.add(heeded)
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
	handlers signalHandlers

	mu             sync.Mutex
	ended          bool // a signal came
	first          os.Signal
	firstAt        time.Duration
	firstInterrupt time.Duration // 0 if there was none
}

// signalHandlers are the calls of HandleSignals that are not undone. All of them have one
// channel, so that each signal arrives once.
type signalHandlers struct {
	goroutines atomic.Int32 // that wait for signals
	ever       atomic.Bool  // there was such a call

	mu       sync.Mutex
	signals  []os.Signal    // those of all calls, as often as they were given
	received chan os.Signal // nil if there are none
	stopped  chan struct{}  // closed once received gets no more
}

// count returns how many goroutines there are because of HandleSignals: one, and one of
// os/signal, which stays.
func (h *signalHandlers) count() int {
	if !h.ever.Load() {
		return 0
	}
	return int(h.goroutines.Load()) + 1
}

// add makes the signals end the program until the function that it returns is called.
// os/signal could not use what belongs to a synctest bubble, so all is made outside.
func (h *signalHandlers) add(sigs []os.Signal) (undo func()) {
	h.ever.Store(true)
	clock.Outside(func() { h.change(func() { h.signals = append(h.signals, sigs...) }) })
	var undone atomic.Bool
	return func() {
		if undone.CompareAndSwap(false, true) {
			clock.Outside(func() { h.change(func() { h.remove(sigs) }) })
		}
	}
}

func (h *signalHandlers) remove(sigs []os.Signal) {
	for _, sig := range sigs {
		i := slices.Index(h.signals, sig)
		h.signals = slices.Delete(h.signals, i, i+1)
	}
}

// change changes the list of signals. For those that stay, there is a new channel before
// the old one is stopped, so that none of them does what it does by default.
func (h *signalHandlers) change(list func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	list()
	received, stopped := h.received, h.stopped
	h.received, h.stopped = nil, nil
	if len(h.signals) > 0 {
		h.received, h.stopped = make(chan os.Signal, 16), make(chan struct{})
		signal.Notify(h.received, h.signals...)
		h.goroutines.Add(1)
		go waitForSignals(h.received, h.stopped)
	}
	if received != nil {
		signal.Stop(received)
		close(stopped)
		h.goroutines.Add(-1)
	}
}

// waitForSignals is the top function of the goroutine of HandleSignals. What has arrived
// before it is stopped counts.
func waitForSignals(received chan os.Signal, stopped chan struct{}) {
	for {
		select {
		case sig := <-received:
			signals.arrive(sig)
		case <-stopped:
			for len(received) > 0 {
				signals.arrive(<-received)
			}
			return
		}
	}
}

// echo is how long a second signal of the same kind counts as the first one. timeout(1) and
// others send theirs to the process, and once more to the process group that it is in.
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
