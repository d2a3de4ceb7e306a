// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import (
	"bytes"
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/exithook/exithook"
)

func init() {
	register(map[string]mode{
		"status":      status,
		"status-run":  statusRun,
		"exiting":     exiting,
		"exiting-run": exitingRun,
		"run-twice":   runTwice,
		"run-nested":  runNested,
		"run-exit":    runExit,
	})
}

// The place that is about to end the program.
var (
	endFrame exithook.Frame
	endGoid  string
)

// mark notes the goroutine, and the line after the call.
func mark() {
	pc, file, line, _ := runtime.Caller(1)
	endFrame = exithook.Frame{Func: runtime.FuncForPC(pc).Name(), File: file, Line: line + 1}
	buf := make([]byte, 64)
	endGoid, _, _ = strings.Cut(string(buf[:runtime.Stack(buf, false)]), " [")
}

// status ends with a code by way of an exit function, on the main goroutine or
// on another, and has a hook say what Status tells of that.
func status(args []string) {
	via, code := args[0], 0
	if len(args) > 1 {
		code = number(args, 1)
	}
	_, ending := exithook.Status()
	say("ending: %v", ending)
	always("status", func() { sayStatus(code) })
	if len(args) > 2 {
		go endVia(via, code)
		select {}
	}
	endVia(via, code)
}

func endVia(via string, code int) {
	switch via {
	case "os.Exit":
		mark()
		os.Exit(code)
	case "exithook.Exit":
		mark()
		exithook.Exit(code)
	case "log.Fatal":
		mark()
		log.Fatal("fatal")
	case "log.Fatalf":
		mark()
		log.Fatalf("fatal %d", code)
	case "log.(*Logger).Fatalln":
		logger := log.New(os.Stderr, "", 0)
		mark()
		logger.Fatalln("fatal")
	case "panic":
		defer exithook.RunOnPanic()
		mark()
		panic(errors.New("boom"))
	case "main":
		exithook.Main(func() int { mark(); return code })
	}
}

// sayStatus says what Status tells, and whether it is right where it cannot
// be said the same way each time.
func sayStatus(code int) {
	t, ok := exithook.Status()
	say("ending: %v", ok)
	say("%v, code %d known %v", t.Cause, t.Code, t.CodeKnown)
	say("%s", strings.Replace(t.String(), endPosition(), "HERE", 1))
	if t.Via != "" {
		say("via %s, caller right %v", t.Via, t.Caller == endFrame)
		say("goroutine right %v", fmt.Sprint("goroutine ", t.Goroutine) == endGoid)
		say("stack right %v", stackRight(t))
	} else if endGoid != "" {
		say("goroutine right %v", fmt.Sprint("goroutine ", t.Goroutine) == endGoid)
	}
}

func endPosition() string {
	return fmt.Sprintf("%s:%d", filepath.Base(endFrame.File), endFrame.Line)
}

// stackRight reports whether a stack is that of the goroutine, and begins with
// the function that was called, and then its caller.
func stackRight(t exithook.Termination) bool {
	lines := bytes.Split(t.Stack, []byte("\n"))
	if len(lines) < 5 {
		return false
	}
	via := t.Via
	if strings.HasPrefix(via, "exithook.") {
		via = "github.com/exithook/" + via
	}
	place := fmt.Sprintf("\t%s:%d", endFrame.File, endFrame.Line)
	return strings.HasPrefix(string(lines[0]), endGoid+" [") &&
		strings.HasPrefix(string(lines[1]), via+"(") &&
		strings.HasPrefix(string(lines[3]), endFrame.Func) &&
		strings.HasPrefix(string(lines[4])+" ", place+" ")
}

// statusRun is status for Run.
func statusRun(args []string) {
	code := number(args, 0)
	always("status", func() { sayStatus(code) })
	mark()
	exithook.Run(code)
	_, ending := exithook.Status()
	say("ending: %v", ending)
	exit(0)
}

// exiting has workers that wait for the end, which the hooks wait for.
func exiting([]string) {
	done := make(chan string)
	for i := range 3 {
		c := exithook.Exiting()
		go func() {
			<-c
			_, ending := exithook.Status()
			done <- fmt.Sprintf("worker %d: %v", i, ending)
		}()
	}
	always("last", func() { say("last: %v", isExiting()) })
	always("first", func() {
		say("first: %v", isExiting())
		seen := []string{<-done, <-done, <-done}
		say("%d workers", len(seen))
	})
	say("main: %v", isExiting())
	finish()
}

func isExiting() bool {
	select {
	case <-exithook.Exiting():
		return true
	default:
		return false
	}
}

// exitingRun has Exiting around a Run, which is an end that passes.
func exitingRun([]string) {
	before := exithook.Exiting()
	always("hook", func() { say("in Run: %v", isExiting()) })
	exithook.Run(0)
	<-before
	say("after Run: %v", isExiting())
	finish()
}

func runTwice([]string) {
	sayHook("A")
	onSuccess("B", func() { say("B") })
	exithook.Run(1)
	say("after Run(1)")
	sayHook("C")
	onSuccess("D", func() { say("D") })
	exithook.Run(0)
	exithook.Run(0)
	say("after Run(0)")
	sayHook("E")
	exit(5)
}

// runNested has a hook call Run.
func runNested([]string) {
	middle(0, func() { exithook.Run(0) })
}

// runExit exits during a Run, which the exit has to wait for.
func runExit([]string) {
	always("slow", func() {
		go exit(4)
		time.Sleep(50 * time.Millisecond)
		say("slow")
	})
	onSuccess("A", func() { say("A") })
	exithook.Run(0)
	select {}
}
