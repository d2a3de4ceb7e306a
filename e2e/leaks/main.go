// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Leaks has goleak look for goroutines that are there because of exithook: leaks WHAT
// [IGNORED...]. It says which functions they are in, but for those that it ignores.
package main

import (
	"os"
	"os/signal"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/exithook/exithook"
	"go.uber.org/goleak"
)

func main() {
	mine := goleak.IgnoreCurrent()
	switch os.Args[1] {
	case "signals":
		exithook.HandleSignals(syscall.SIGTERM)
		say("signals", mine)
	case "notify": // to compare
		signal.Notify(make(chan os.Signal, 1), syscall.SIGTERM)
		say("notify", mine)
	case "run":
		exithook.Defer(func() { say("during", mine) })
		exithook.Run(0)
		say("after", mine)
	case "timeout":
		exithook.Add(exithook.Hook{F: func() { say("during", mine) }, Timeout: time.Hour})
		exithook.Run(0)
		say("after", mine)
	case "exiting":
		exithook.Exiting()
		exithook.Defer(func() { say("during", mine) })
		exithook.Run(0)
		say("after", mine)
	case "late":
		exithook.Defer(func() {
			go exithook.Exit(9)
			time.Sleep(200 * time.Millisecond)
			say("during", mine)
		})
	case "go":
		exithook.Go(waits)
		say("during", mine)
		close(done)
		say("after", mine)
	}
	exithook.Exit(0)
}

var done = make(chan bool)

func waits() { <-done }

// top is the function of a goroutine in goleak's words.
var top = regexp.MustCompile(`with (\S+) on top of the stack`)

// ignored are the goroutines that were there before, and those in functions given.
func ignored(mine goleak.Option) []goleak.Option {
	options := []goleak.Option{mine}
	for _, name := range os.Args[2:] {
		options = append(options, goleak.IgnoreTopFunction(name))
	}
	return options
}

func say(when string, mine goleak.Option) {
	var names []string
	if err := goleak.Find(ignored(mine)...); err != nil {
		for _, text := range strings.Split(err.Error(), "\nGoroutine ") {
			if m := top.FindStringSubmatch(text); m != nil {
				names = append(names, m[1])
			}
		}
	}
	slices.Sort(names)
	os.Stdout.WriteString(when + ": " + strings.Join(names, ", ") + "\n")
}
