// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Package script is for tests. It has random programs of hooks, which are called
// scripts; a player, which performs one on whatever has hooks; and a reference,
// which says whether what the player wrote down is allowed. The reference knows
// nothing of the code that it judges: it is a second reading of the rules.
package script

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// A Script is a program of hooks.
type Script struct {
	Timeout time.Duration // for all hooks together, 0 for none
	Main    []Action      // what the first goroutine does; then it exits with code 0
	Hooks   []*Hook       // all of them
	Bodies  []Body        // all lists of actions
}

// A Hook is one that the script may add.
type Hook struct {
	Name      string
	OnFailure bool
	Timeout   time.Duration
	Actions   []Action
}

// An Action is what a goroutine or hook does.
type Action struct {
	Kind    Kind
	For     time.Duration // Sleep, SetTimeout
	Hook    *Hook         // Add, Stop
	Code    int           // Exit, Run, Signal
	Name    string        // of the goroutine: Go, Signal
	Actions []Action      // Go
}

// New returns a script with these actions.
func New(timeout time.Duration, main ...Action) *Script {
	s := &Script{Timeout: timeout, Main: main}
	s.collect(InMain, main)
	return s
}

func (s *Script) collect(role Role, actions []Action) {
	s.Bodies = append(s.Bodies, Body{role, actions})
	for _, a := range actions {
		switch a.Kind {
		case Add:
			s.Hooks = append(s.Hooks, a.Hook)
			s.collect(InHook, a.Hook.Actions)
		case Go:
			s.collect(InGoroutine, a.Actions)
		}
	}
}

// A Kind is a kind of Action.
type Kind int

const (
	Add        Kind = iota // add the hook
	Stop                   // stop the hook
	Go                     // start a goroutine
	Exit                   // end the program
	Run                    // run the hooks, and go on
	Panic                  // end the program; in a hook: fail
	Yield                  // let other goroutines run
	Goexit                 // end the goroutine; in a hook: fail
	Sleep                  // for some milliseconds
	Block                  // for an hour
	SetTimeout             // set the deadline for all hooks
	Recover                // panic, and recover that once the hooks have run; in a hook nothing runs
	Signal                 // have a signal come
	kinds
)

var kindNames = [kinds]string{"add", "stop", "go", "exit", "run", "panic", "yield", "Goexit", "sleep", "block", "set timeout", "panic, recover", "signal"}

func (k Kind) String() string { return kindNames[k] }

// A Role is who does something.
type Role int

const (
	InMain Role = iota
	InGoroutine
	InHook
	roles
)

var roleNames = [roles]string{"main", "goroutine", "hook"}

func (r Role) String() string { return roleNames[r] }

// May reports whether scripts have such an action. The first goroutine is to end
// the program, and a hook that blocks is to have a deadline.
func (r Role) May(k Kind) bool { return r != InMain || k != Goexit && k != Block }

// All calls yield with every kind of action in every role that may have it.
func All(yield func(Role, Kind) bool) {
	for r := range roles {
		for k := range kinds {
			if r.May(k) && !yield(r, k) {
				return
			}
		}
	}
}

// A Body is a list of actions, and whose it is.
type Body struct {
	Role    Role
	Actions []Action
}

// Has reports whether the script has such an action.
func (s *Script) Has(r Role, k Kind) bool {
	return slices.ContainsFunc(s.Bodies, func(b Body) bool {
		return b.Role == r && slices.ContainsFunc(b.Actions, func(a Action) bool { return a.Kind == k })
	})
}

// HasSignals reports whether a signal comes in the script.
func (s *Script) HasSignals() bool {
	return s.Has(InMain, Signal) || s.Has(InGoroutine, Signal) || s.Has(InHook, Signal)
}

// String returns the script for people to read.
func (s *Script) String() string {
	var b strings.Builder
	if s.Timeout > 0 {
		fmt.Fprintf(&b, "timeout %v\n", s.Timeout)
	}
	b.WriteString("main:\n")
	write(&b, s.Main, "\t")
	return b.String()
}

func write(b *strings.Builder, actions []Action, indent string) {
	for _, a := range actions {
		inner := a.Actions
		if a.Kind == Add {
			inner = a.Hook.Actions
		}
		fmt.Fprintf(b, "%s%v\n", indent, a)
		write(b, inner, indent+"\t")
	}
}

// String returns the action without those in it.
func (a Action) String() string {
	switch a.Kind {
	case Add:
		return fmt.Sprintf("%v %v", a.Kind, a.Hook)
	case Stop:
		return fmt.Sprintf("%v %s", a.Kind, a.Hook.Name)
	case Go:
		return fmt.Sprintf("%v %s", a.Kind, a.Name)
	case Exit, Run:
		return fmt.Sprintf("%v %d", a.Kind, a.Code)
	case Signal:
		return fmt.Sprintf("%v %s, code %d", a.Kind, a.Name, a.Code)
	case Sleep, SetTimeout:
		return fmt.Sprintf("%v %v", a.Kind, a.For)
	}
	return a.Kind.String()
}

func (h *Hook) String() string {
	text := h.Name
	if h.OnFailure {
		text += ", on failure too"
	}
	if h.Timeout > 0 {
		text += fmt.Sprintf(", timeout %v", h.Timeout)
	}
	return text
}
