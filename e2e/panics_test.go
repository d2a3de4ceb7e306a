// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package e2e

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// panicWays are the ways to panic, what the runtime says of them, and where
// the panic is, from the top.
var panicWays = map[string]struct {
	text  string
	stack []string
}{
	"error":  {"boom", []string{"main.boom", "failures.go"}},
	"nilmap": {"assignment to entry in nil map", []string{"main.nilMap", "panics.go"}},
	"range":  {"runtime error: index out of range [9] with length 4", []string{"main.outOfRange", "panics.go"}},
	"value":  {"42", []string{"main.panicValue", "panics.go"}},
	"nil":    {new(runtime.PanicNilError).Error(), []string{"main.panicNil", "panics.go"}},
}

// panicPlaces are where they panic: the frame of exithook on top, that which
// has called the function, and what created the goroutine.
var panicPlaces = map[string]struct{ top, below, creator string }{
	"Main": {
		top: frames("github.com/exithook/exithook.Main.func1", "main.go"),
		below: frames("main.panicIn.func3", "panics.go", "github.com/exithook/exithook.Main", "main.go",
			"main.panicIn", "panics.go", "main.main", "main.go"),
	},
	"Go": {
		top:     frames("github.com/exithook/exithook.RunOnPanic", "panic.go"),
		below:   frames("github.com/exithook/exithook.Go.func1", "panic.go"),
		creator: "created by github.com/exithook/exithook.Go\n\tpanic.go:N\n",
	},
	"RunOnPanic": {
		top:     frames("github.com/exithook/exithook.RunOnPanic", "panic.go"),
		below:   frames("main.panicIn.func4", "panics.go"),
		creator: "created by main.panicIn\n\tpanics.go:N\n",
	},
}

func TestPanic(t *testing.T) {
	conform(t, 34, func(t *testing.T, b *build) {
		for place := range panicPlaces {
			for way := range panicWays {
				if err := b.panicDiffers(place, way); err != nil {
					t.Error(err)
				}
			}
		}
	})
}

// panicDiffers runs a panic that runs the hooks.
func (b *build) panicDiffers(place, way string) error {
	p, w := panicPlaces[place], panicWays[way]
	trace := "panic: " + w.text + " [recovered, repanicked]\n" + running + p.top + frames("panic", "panic.go") +
		frames(w.stack...) + p.below + p.creator
	return b.ends("status 2", lines(fmt.Sprintf("exit 2, panic at %s:N: %s", w.stack[1], w.text), "B"), trace, "panic", place, way)
}

// TestPanicUncovered has the same panics out of our care: no hook runs.
func TestPanicUncovered(t *testing.T) {
	conform(t, 34, func(t *testing.T, b *build) {
		for _, place := range []string{"main", "go"} {
			for way, w := range panicWays {
				r := b.run(t, "panic", place, way)
				trace := "panic: " + w.text + "\n" + running + frames(w.stack...)
				if r.ending() != "status 2" || r.stdout != "" || !strings.HasPrefix(normal(r.stderr), trace) {
					t.Errorf("%s %s: %v", place, way, r)
				}
			}
		}
	})
}

func TestPanicAndFailedHook(t *testing.T) {
	conform(t, 34, func(t *testing.T, b *build) {
		panicked := frames("panic", "panic.go", "main.boom", "failures.go") + "\n"
		want := b.report("second", "called runtime.Goexit", "runtime.Goexit", "panic.go", "main.quit", "failures.go") +
			panicked + "first\npanic: boom\n" + running + panicked
		b.merged(t, "panic-hook").wantFatal(t, want, "exit hook invoked Goexit")
	})
}

func TestRecovered(t *testing.T) {
	conform(t, 35, func(t *testing.T, b *build) {
		for _, mode := range []string{"recovered", "recovered-go"} {
			b.run(t, mode).want(t, "status 0", lines("recovered boom", "goes on", "hook"), "")
		}
	})
}

func TestPanicLate(t *testing.T) {
	conform(t, 36, func(t *testing.T, b *build) {
		report := "exithook: goroutine N panicked while the program was ending: boom\n" + running +
			frames("panic", "panic.go", "main.boom", "failures.go") + "\n"
		for _, code := range []string{"0", "3"} {
			r := b.merged(t, "panic-late", code)
			r.want(t, "status "+code, "slow begins\n"+report+"slow ends\nfirst\n", "")
		}
		for _, code := range []string{"0", "3"} {
			b.testPanicPlain(t, code)
		}
	})
}

// testPanicPlain has a goroutine panic out of our care while hooks run: the
// runtime ends the process, and the hooks with it.
func (b *build) testPanicPlain(t *testing.T, code string) {
	t.Helper()
	r := b.run(t, "panic-plain", code)
	r.want(t, "status 2", "slow begins\n", "panic: boom\n"+running+frames("main.boom", "failures.go")+
		"created by main.panicPlain.func1\n\tpanics.go:N\n")
}

func TestPanicOrExit(t *testing.T) {
	conform(t, 45, func(t *testing.T, b *build) {
		exits := make(chan bool, 1000)
		n := b.often(100, 50)
		repeat(t, n, func() error {
			r, err := run{build: b, args: []string{"panic-or-exit"}}.try()
			if err != nil {
				return err
			}
			if r.status == 0 {
				exits <- true
			}
			return panicOrExitDiffers(r)
		})
		t.Logf("%d runs, %d of them exits", n, len(exits))
	})
}

// panicOrExitDiffers checks that either the panic ended the program or the
// exit did, and that the panic's trace is there in any case.
func panicOrExitDiffers(r result) error {
	trace := frames("panic", "panic.go", "main.boom", "failures.go", "main.panicOrExit.func3", "panics.go")
	if r.status == 0 {
		return r.differs("status 0", lines("os.Exit 0", "success"),
			"exithook: goroutine N panicked while the program was ending: boom\n"+running+trace+"\n")
	}
	p := panicPlaces["Go"]
	return r.differs("status 2", lines("panic 2"), "panic: boom [recovered, repanicked]\n"+running+p.top+trace+p.below+p.creator)
}

const goexitFatal = "no goroutines (main called runtime.Goexit) - deadlock!"

func TestMainGoexit(t *testing.T) {
	conform(t, 33, func(t *testing.T, b *build) {
		b.merged(t, "main-goexit").wantFatal(t, lines("deferred", "worker ends", "hook"), goexitFatal)
		b.run(t, "goexit-exit").want(t, "status 7", lines("hook"), "")
		if b.race {
			return // the runtime finds no deadlocks then
		}
		r := b.run(t, "goexit-bare")
		r.want(t, "status 2", "", "fatal error: "+goexitFatal+"\n")
	})
}
