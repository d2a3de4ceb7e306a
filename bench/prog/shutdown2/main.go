// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Shutdown2 is the program with github.com/klauspost/shutdown2.
package main

import (
	"os"
	"syscall"
	_ "unsafe" // for linkname

	shutdown "github.com/klauspost/shutdown2"

	"github.com/exithook/exithook/bench/subject"
)

// A notifier is what a hook waits for.
type notifier struct {
	_ shutdown.Notifier
	_ string // where it was added
}

// A function is a hook.
type function struct {
	_      shutdown.Notifier
	_      notifier
	cancel chan struct{}
}

//go:linkname shutdownQueue github.com/klauspost/shutdown2.shutdownQueue
var shutdownQueue [4][]notifier

//go:linkname shutdownFnQueue github.com/klauspost/shutdown2.shutdownFnQueue
var shutdownFnQueue [4][]function

func main() {
	subject.Main(subject.Package{
		Add:        func(hook func()) { shutdown.FirstFn(hook) },
		AddStop:    func(hook func()) { shutdown.FirstFn(hook).Cancel() },
		Exit:       shutdown.Exit,
		Signals:    func() { shutdown.OnSignal(1, os.Interrupt, syscall.SIGTERM) },
		SetTimeout: shutdown.SetTimeout,
		Reset:      reset,
	})
}

func reset() {
	for _, f := range shutdownFnQueue[1] {
		close(f.cancel)
	}
	shutdownQueue[1], shutdownFnQueue[1] = nil, nil
}
