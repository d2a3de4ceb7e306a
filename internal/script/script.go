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
	"math/rand/v2"
	"slices"
	"strconv"
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
	Code    int           // Exit, Run
	Name    string        // Go: of the goroutine
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
	Recover                // panic, and recover that once the hooks have run
	kinds
)

var kindNames = [kinds]string{"add", "stop", "go", "exit", "run", "panic", "yield", "Goexit", "sleep", "block", "set timeout", "panic, recover"}

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
func (r Role) May(k Kind) bool {
	switch r {
	case InMain:
		return k != Goexit && k != Block
	case InHook:
		return k != Recover
	}
	return true
}

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

// A reader makes a script of bytes, so that a fuzzer can choose them. When they
// are used up, all further ones are 0.
type reader struct {
	data  []byte
	rand  *rand.Rand // for durations that are unlike any other
	hooks []*Hook
	timed bool
	gos   int
	codes int
}

// Random returns bytes for Parse. One script in 4 is timed: it sleeps, and has
// deadlines. The others are about what happens at the same time.
func Random(r *rand.Rand) []byte {
	data := make([]byte, 2+r.IntN(60))
	for i := range data {
		data[i] = byte(r.Uint32())
	}
	return data
}

// SetTimed changes bytes for a script that is timed, or not.
func SetTimed(data []byte, timed bool) {
	data[0] |= timedBits
	if !timed {
		data[0]--
	}
}

// timedBits are those of the first byte that are set if the script is timed.
const timedBits = 3

// Parse makes a script. Any bytes are one.
func Parse(data []byte) *Script {
	r := &reader{data: data, rand: rand.New(rand.NewPCG(1, 2))}
	header := r.byte()
	r.timed = header&timedBits == timedBits
	var timeout time.Duration
	if r.timed && header&4 != 0 {
		timeout = r.duration()
	}
	return New(timeout, r.main(int(header>>5))...)
}

// main reads what the first goroutine does: it adds n hooks, and then whatever.
func (r *reader) main(n int) (list []Action) {
	for range n % 6 {
		list = append(list, Action{Kind: Add, Hook: r.hook(1)})
	}
	return append(list, r.actions(InMain, 8, 0, false)...)
}

func (r *reader) byte() byte {
	if len(r.data) == 0 {
		return 0
	}
	b := r.data[0]
	r.data = r.data[1:]
	return b
}

// duration returns a duration from 1 to 17 ms, of which no two are the same.
func (r *reader) duration() time.Duration {
	return time.Duration(r.byte()%16+1)*time.Millisecond + time.Duration(r.rand.IntN(1e6))
}

// actions reads up to n actions. None follows one that does not return.
func (r *reader) actions(role Role, n, depth int, mayBlock bool) []Action {
	var list []Action
	for range n {
		if len(r.data) == 0 {
			break
		}
		a := r.action(role, depth, mayBlock)
		list = append(list, a)
		if a.final() {
			break
		}
	}
	return list
}

// final reports whether nothing that comes after the action is done.
func (a Action) final() bool { return a.Kind == Exit || a.Kind == Panic || a.Kind == Goexit }

// maxBodies bounds how much goes on in a script.
const maxBodies = 10

// weights are how often the kinds of action occur.
var weights = [kinds]int{Add: 6, Stop: 5, Go: 5, Exit: 3, Run: 3, Panic: 2, Yield: 2, Goexit: 2, Sleep: 5, Block: 2, SetTimeout: 2, Recover: 1}

// kindOf returns the kind of action that a byte stands for.
func kindOf(b int) Kind {
	sum := 0
	for _, w := range weights {
		sum += w
	}
	b %= sum
	for k, w := range weights {
		if b -= w; b < 0 {
			return Kind(k)
		}
	}
	return Yield // not reached
}

func (r *reader) action(role Role, depth int, mayBlock bool) Action {
	a := Action{Kind: kindOf(int(r.byte()))}
	b := r.byte()
	switch {
	case !role.May(a.Kind) || a.Kind == Block && role == InHook && !mayBlock,
		(a.Kind == Add || a.Kind == Go) && (depth == 3 || len(r.hooks)+r.gos >= maxBodies),
		a.Kind == Stop && len(r.hooks) == 0,
		!r.timed && a.Kind >= Sleep:
		a.Kind = Yield
	}
	switch a.Kind {
	case Add:
		a.Hook = r.hook(depth + 1)
	case Stop:
		a.Hook = r.hooks[int(b)%len(r.hooks)]
	case Go:
		r.gos++
		a.Name = fmt.Sprintf("g%d", r.gos)
		a.Actions = r.actions(InGoroutine, int(b)%4, depth+1, true)
	case Exit, Run:
		if r.codes++; b%2 == 1 {
			a.Code = 10 + r.codes
		}
	case Sleep:
		a.For = r.duration()
	case Block:
		a.For = time.Hour
	case SetTimeout:
		if b%8 > 0 {
			a.For = r.duration()
		}
	}
	return a
}

func (r *reader) hook(depth int) *Hook {
	b := r.byte()
	h := &Hook{Name: fmt.Sprintf("h%d", len(r.hooks)+1), OnFailure: b%3 != 0}
	r.hooks = append(r.hooks, h)
	if r.timed && b&0x10 != 0 {
		h.Timeout = r.duration()
	}
	h.Actions = r.actions(InHook, int(b>>6), depth, h.Timeout > 0)
	return h
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

// Shrink makes bytes smaller for which fails is true, as long as it stays so.
func Shrink(data []byte, fails func([]byte) bool) []byte {
	for n := len(data); n > 0; {
		smaller := shrink(data, n, fails)
		if smaller == nil {
			n /= 2
			continue
		}
		data = smaller
		n = min(n, len(data))
	}
	return data
}

// shrink returns data without n of its bytes, or with a smaller one, if it fails
// so as well.
func shrink(data []byte, n int, fails func([]byte) bool) []byte {
	for i := 0; i+n <= len(data); i++ {
		if less := slices.Delete(slices.Clone(data), i, i+n); fails(less) {
			return less
		}
	}
	for i := 0; n == 1 && i < len(data); i++ {
		for _, b := range []byte{0, data[i] / 2, data[i] - 1} {
			less := slices.Clone(data)
			if less[i] = b; b < data[i] && fails(less) {
				return less
			}
		}
	}
	return nil
}

// Report shrinks a script for which check has returned an error, and returns one that
// says what to do with it. Each smaller script is tried so many times: what one does
// is not always the same.
func Report(data []byte, err error, tries int, check func([]byte) error) error {
	smallest := Shrink(data, func(less []byte) bool {
		for range tries {
			if e := check(less); e != nil {
				err = e
				return true
			}
		}
		return false
	})
	return fmt.Errorf("script %x, shrunk to %x: %w\nto keep it, put this into internal/engine/testdata/fuzz/FuzzScripts/NAME:\n%s",
		data, smallest, err, CorpusFile(smallest))
}

// CorpusFile returns the content of a file for Go's fuzzing with these bytes.
func CorpusFile(data []byte) string { return fmt.Sprintf("go test fuzz v1\n[]byte(%q)\n", data) }

// ParseCorpusFile returns the bytes of such a file.
func ParseCorpusFile(text string) ([]byte, error) {
	_, quoted, _ := strings.Cut(strings.TrimSuffix(text, ")\n"), "\n[]byte(")
	data, err := strconv.Unquote(quoted)
	if err != nil {
		return nil, fmt.Errorf("not a file of a fuzz test with bytes: %w", err)
	}
	return []byte(data), nil
}
