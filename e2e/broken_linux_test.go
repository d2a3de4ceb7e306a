// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestStderrReplaced has a program replace its standard error after a first message.
func TestStderrReplaced(t *testing.T) {
	conform(t, 50, func(t *testing.T, b *build) {
		file, err := os.Create(filepath.Join(t.TempDir(), "stderr"))
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		r := run{build: b, args: []string{"stderr-replaced"}, env: []string{"EXITHOOK=bogus"}, limit: patience,
			attr: func(cmd *exec.Cmd) { cmd.Stderr = file }}
		r.do(t).want(t, "status 2", lines("first"), "")
	})
}

// TestSigpipeHandled has a message raise no SIGPIPE in a program that handles it.
func TestSigpipeHandled(t *testing.T) {
	conform(t, 50, func(t *testing.T, b *build) {
		reader, writer := pipe(t)
		reader.Close()
		r := run{build: b, args: []string{"sigpipe-handled"}, env: []string{"EXITHOOK=bogus"}, attr: stderrTo(writer)}
		r.do(t).want(t, "status 0", lines("goes on"), "")
	})
}

// TestHandlersTwice has one interrupt be one, however often HandleSignals was called.
func TestHandlersTwice(t *testing.T) {
	conform(t, 38, func(t *testing.T, b *build) {
		r := run{build: b, args: []string{"handlers-twice"}, env: []string{"GOMAXPROCS=1"}}
		r.do(t).want(t, "signal: interrupt", lines("slow"), "")
	})
}

// TestStopDelivered has a signal that came before stop end the program.
func TestStopDelivered(t *testing.T) {
	conform(t, 38, func(t *testing.T, b *build) {
		for range 5 {
			b.run(t, "stop-delivered").want(t, "signal: user defined signal 1", lines("hook"), "")
		}
	})
}
