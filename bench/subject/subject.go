// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Package subject has what each of the compared programs does, given the
// package that it is about: jobs, which are measured, and scenarios, which show
// how the package behaves.
package subject

import (
	"os"
	"strconv"
	"time"
)

// A Package has exit hooks. What a package does not have is nil. It is used as
// its documentation says.
type Package struct {
	// Add adds a hook.
	Add func(hook func())
	// AddStop adds a hook and removes it again.
	AddStop func(hook func())
	// Exit ends the program by way of the hooks. It may return before that.
	Exit func(code int)
	// Main runs the main function, where more is to be done for it than to call it.
	Main func(main func())
	// Loop says that Main waits for an exit or a signal when main has returned.
	Loop bool
	// Go starts a goroutine whose panics run the hooks.
	Go func(f func())
	// Signals has signals run the hooks.
	Signals func()
	// SetTimeout sets the deadline for the hooks. It comes before they are added.
	SetTimeout func(d time.Duration)
	// OneOnly says that hooks may be added by one goroutine at a time only.
	OneOnly bool
	// Reset forgets all hooks, so that small numbers can be measured again
	// and again. Most packages cannot, and their variables are changed for that.
	Reset func()
}

// Main runs a program: a job with a number, or a scenario.
func Main(p Package) {
	if p.Main == nil {
		p.Main = func(main func()) { main() }
	}
	if len(os.Args) == 2 {
		go forever()
		scenarios[os.Args[1]](p)
		return
	}
	n, err := strconv.Atoi(os.Args[2])
	if err != nil {
		panic(err)
	}
	jobs[os.Args[1]](p, n)
}

// end ends the program.
func (p Package) end(code int) {
	p.Exit(code)
	forever()
}

// forever waits for the end of the program. It sleeps, so that the runtime finds
// no deadlock: most programs have some goroutine that will wake up.
func forever() {
	for {
		time.Sleep(time.Hour)
	}
}
