// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package script

import (
	"fmt"
	"runtime"
	"sync"
	"time"
)

// A Stage is what a script is played on. Who calls is given by its name.
type Stage interface {
	Add(h *Hook, f func()) (stop func() bool)
	SetTimeout(d time.Duration)
	// Go starts a goroutine whose panics end the program.
	Go(name string, f func())
	// Exit and Panic end the program. Panic returns if that is recovered. In a hook
	// nothing is run then.
	Exit(who string, code int)
	Panic(who string, recovered bool)
	// PanicInHook panics, and has what runs the hooks on a panic deferred.
	PanicInHook(who string)
	// Signal has a signal come, which ends the program with the code, on a goroutine of
	// its own, unless another signal has come before. It does not wait for that.
	Signal(name string, code int)
	// Run runs the hooks and returns.
	Run(who string, code int)
	// Ending says who ends the program, and how, as Ending does.
	Ending() string
	Sleep(d time.Duration)
	// Log writes a line of the log.
	Log(line string)
}

// A player performs a script.
type player struct {
	stage Stage
	mu    sync.Mutex
	stops map[*Hook]func() bool
}

// Play performs a script. If it returns, the program is to exit with code 0.
func (s *Script) Play(stage Stage) {
	p := &player{stage: stage, stops: map[*Hook]func() bool{}}
	stage.SetTimeout(s.Timeout)
	p.do("main", s.Main, false)
	p.log("%s", begins("main", Action{Kind: Exit}))
}

func (p *player) log(format string, args ...any) { p.stage.Log(fmt.Sprintf(format, args...)) }

func (p *player) do(who string, actions []Action, hook bool) {
	for _, a := range actions {
		p.act(who, a, hook)
	}
}

func (p *player) act(who string, a Action, hook bool) {
	if a.Kind != Yield {
		p.log("%s", begins(who, a))
	}
	switch a.Kind {
	case Add:
		p.add(a.Hook)
		p.log("%s added %s", who, a.Hook.Name)
	case Stop:
		p.stop(who, a.Hook)
	case Go:
		p.stage.Go(a.Name, func() { p.do(a.Name, a.Actions, false) })
	case Exit:
		p.stage.Exit(who, a.Code)
	case Run:
		p.stage.Run(who, a.Code)
		p.log("%s goes on", who)
	case Panic:
		if hook {
			p.stage.PanicInHook(who)
		}
		p.stage.Panic(who, false)
	case Recover:
		p.stage.Panic(who, true)
		p.log("%s recovers", who)
	case Signal:
		p.stage.Signal(a.Name, a.Code)
	case Goexit:
		runtime.Goexit()
	case Sleep, Block:
		p.stage.Sleep(a.For)
	case SetTimeout:
		p.stage.SetTimeout(a.For)
	case Yield:
		runtime.Gosched()
	}
}

func (p *player) add(h *Hook) {
	stop := p.stage.Add(h, func() {
		p.log("%s starts: %s", h.Name, p.stage.Ending())
		p.do(h.Name, h.Actions, true)
		p.log("%s returns", h.Name)
	})
	p.mu.Lock()
	p.stops[h] = stop
	p.mu.Unlock()
}

func (p *player) stop(who string, h *Hook) {
	p.mu.Lock()
	stop := p.stops[h]
	p.mu.Unlock()
	if stop == nil {
		p.log("%s does not know %s", who, h.Name)
		return
	}
	p.log("%s stopped %s: %v", who, h.Name, stop())
}

// begins is the line that is written before an action.
func begins(who string, a Action) string { return fmt.Sprintf("%s: %v", who, a) }

// Ending returns what a log calls an end.
func Ending(who string, k Kind, code int) string { return fmt.Sprintf("%s, %v, code %d", who, k, code) }

// AllClosed reports whether the channels are closed, apart from those that are nil.
func AllClosed(channels ...<-chan struct{}) bool {
	for _, c := range channels {
		select {
		case <-c:
		default:
			if c != nil {
				return false
			}
		}
	}
	return true
}

// These are the other lines that a Stage writes.
func Late(who string) string          { return who + " is late" } // may be left out, see Reference
func Exited(code int) string          { return fmt.Sprintf("exited %d", code) }
func Died(code int) string            { return fmt.Sprintf("died of signal %d", code-128) }
func Crashed(who string) string       { return "crashed by " + who }
func Uncrashed(who string) string     { return "crashed in the place of " + who }
func Failed(hook, what string) string { return hook + " failed: " + what }
func Expired(running string, pending []string) string {
	return fmt.Sprintf("expired: running %s, pending %s", running, pending)
}

// Fatal is the line for a fatal error. crash is who was to crash the program, if
// that was its end.
func Fatal(what, crash string) string {
	if crash != "" {
		what += ", in the place of " + crash
	}
	return "fatal error: " + what
}
