// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import (
	"encoding/hex"
	"log"
	"os"
	"sync"
	"time"

	"github.com/exithook/exithook"
	"github.com/exithook/exithook/internal/link"
	"github.com/exithook/exithook/internal/script"
)

func init() {
	register(map[string]mode{"script": playScript})
}

// playScript plays the script of the bytes that are given as hexadecimal digits.
// The lines of its log are between newlines, so that they can be told from what
// others write at the same time.
func playScript(args []string) {
	data, err := hex.DecodeString(args[0])
	if err != nil {
		log.Fatal(err)
	}
	defer exithook.RunOnPanic()
	s := &stage{names: map[uint64]string{link.Goid(): "main"}, signals: map[int]string{}}
	played := script.Parse(data)
	if played.HasSignals() {
		handleSignalCodes(script.SignalCodes)
	}
	if len(data)%2 == 0 {
		s.exiting = exithook.Exiting()
	}
	played.Play(s)
	if os.Getenv("E2E_EXIT") == "Exit" {
		exit(0)
	}
}

// A stage plays scripts on the package.
type stage struct {
	mu      sync.Mutex
	names   map[uint64]string // of the goroutines
	signals map[int]string    // their names, by codes
	// exiting is the channel for the first end, if there is somebody who waits for it.
	exiting <-chan struct{}
}

func (s *stage) Add(h *script.Hook, f func()) (stop func() bool) {
	return exithook.Add(exithook.Hook{F: f, Name: h.Name, RunOnFailure: h.OnFailure, Timeout: h.Timeout}).Stop
}

func (s *stage) SetTimeout(d time.Duration) { exithook.SetTimeout(d) }

func (s *stage) Go(name string, f func()) {
	exithook.Go(func() {
		s.mu.Lock()
		s.names[link.Goid()] = name
		s.mu.Unlock()
		f()
	})
}

func (s *stage) Exit(who string, code int) { exit(code) }

func (s *stage) Run(who string, code int) { exithook.Run(code) }

func (s *stage) Panic(who string, recovered bool) {
	if !recovered {
		panic(who)
	}
	defer func() { recover() }()
	defer exithook.RunOnPanic()
	panic(who)
}

// PanicInHook panics under RunOnPanic, which is to do nothing.
func (s *stage) PanicInHook(who string) {
	defer exithook.RunOnPanic()
	panic(who)
}

func (s *stage) Signal(name string, code int) {
	s.mu.Lock()
	s.signals[code] = name
	s.mu.Unlock()
	sendSignalCode(code)
}

func (s *stage) Ending() string {
	t, ok := exithook.Status()
	if !ok || !t.CodeKnown {
		return "but how is not known"
	}
	if !script.AllClosed(exithook.Exiting(), s.exiting) {
		return "but Exiting is not closed"
	}
	kind, known := map[exithook.Cause]script.Kind{
		exithook.Return:  script.Exit,
		exithook.OSExit:  script.Exit,
		exithook.Panic:   script.Panic,
		exithook.RunCall: script.Run,
		exithook.Signal:  script.Signal,
	}[t.Cause]
	if !known {
		return "but for the cause " + t.Cause.String()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	who := s.names[t.Goroutine]
	if kind == script.Signal {
		who = s.signals[t.Code]
	}
	return script.Ending(who, kind, t.Code)
}

func (s *stage) Sleep(d time.Duration) { time.Sleep(d) }

func (s *stage) Log(line string) { os.Stdout.WriteString("\n@ " + line + "\n") }
