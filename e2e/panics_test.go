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
		top: frames("github.com/exithook/exithook.Main.func1", "exit.go"),
		below: frames("main.panicIn.func3", "panics.go", "github.com/exithook/exithook.Main", "exit.go",
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
	w := panicWays[way]
	return b.ends("status 2", panicSeen(way), b.crash(place, w.text, w.stack...), "panic", place, way)
}

// panicSeen is what the hooks say of a panic.
func panicSeen(way string) string {
	w := panicWays[way]
	return lines(fmt.Sprintf("exit 2, panic at %s:N: %s", w.stack[1], w.text), "B")
}

// crash is what the runtime prints of a panic in one of the places.
func (b *build) crash(place, text string, stack ...string) string {
	p := panicPlaces[place]
	if b.panics {
		return "panic: " + text + "\n" + running + frames(stack...) + p.below + p.creator
	}
	return "panic: " + text + " [recovered, repanicked]\n" + running + p.top + frames("panic", "panic.go") +
		frames(stack...) + p.below + p.creator
}

// TestPanicUncovered has the same panics out of our care: no hook runs, unless
// the program is built for that. The runtime prints the same in both cases.
func TestPanicUncovered(t *testing.T) {
	conform(t, 34, func(t *testing.T, b *build) {
		for _, place := range []string{"main", "go"} {
			for way, w := range panicWays {
				r := b.run(t, "panic", place, way)
				trace := "panic: " + w.text + "\n" + running + frames(w.stack...)
				stdout := ""
				if b.panics {
					stdout = panicSeen(way)
				}
				if r.ending() != "status 2" || normal(r.stdout) != stdout || !strings.HasPrefix(normal(r.stderr), trace) {
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
		crash := b.crash("Go", "boom", "main.boom", "failures.go")
		for _, code := range []string{"0", "3"} {
			r := b.merged(t, "panic-late", code)
			r.want(t, "status 2", "slow begins\nslow ends\nfirst\n"+crash, "")
		}
		for _, code := range []string{"0", "3"} {
			b.testPanicPlain(t, code)
		}
	})
}

// testPanicPlain has a goroutine panic out of our care while hooks run: the
// runtime ends the process, and the hooks with it, unless the program is built
// for panics in all goroutines.
func (b *build) testPanicPlain(t *testing.T, code string) {
	t.Helper()
	r := b.run(t, "panic-plain", code)
	stdout := "slow begins\n"
	if b.panics {
		stdout += "slow ends\nfirst\n"
	}
	r.want(t, "status 2", stdout, "panic: boom\n"+running+frames("main.boom", "failures.go")+
		"created by main.panicPlain.func1\n\tpanics.go:N\n")
}

func TestPanicOrExit(t *testing.T) {
	conform(t, 45, func(t *testing.T, b *build) {
		exits := make(chan bool, 1000) // that came first
		n := b.often(100, 50)
		repeat(t, n, func() error {
			r, err := run{build: b, args: []string{"panic-or-exit"}}.try()
			if err != nil {
				return err
			}
			stdout := lines("panic 2")
			if strings.HasPrefix(r.stdout, "os.Exit") {
				exits <- true
				stdout = lines("os.Exit 0", "success")
			}
			return r.differs("status 2", stdout, b.crash("Go", "boom", "main.boom", "failures.go", "main.panicOrExit.func3", "panics.go"))
		})
		t.Logf("%d runs, in %d of them the exit came first", n, len(exits))
	})
}

const goexitFatal = "no goroutines (main called runtime.Goexit) - deadlock!"

func TestMainGoexit(t *testing.T) {
	conform(t, 33, func(t *testing.T, b *build) {
		b.merged(t, "main-goexit").wantFatal(t, lines("deferred", "worker ends", "hook"), goexitFatal)
		b.run(t, "goexit-exit").want(t, "status 7", lines("hook"), "")
		if b.race || b.foreign != nil && b.foreign.goos == "js" {
			return // the runtime finds no deadlocks then, or says something else
		}
		r := b.run(t, "goexit-bare")
		r.want(t, "status 2", "", "fatal error: "+goexitFatal+"\n")
	})
}
