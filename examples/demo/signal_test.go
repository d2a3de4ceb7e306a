// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build unix

package main

import (
	"bufio"
	"errors"
	"io"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestInterrupted ends the demo while the go command runs, while the service
// runs, and in the second trial. It must leave nothing behind.
func TestInterrupted(t *testing.T) {
	t.Run("building", func(t *testing.T) { testInterrupted(t, "building ", syscall.SIGTERM) })
	t.Run("running", func(t *testing.T) { testInterrupted(t, "ended by ", syscall.SIGINT) })
	t.Run("second trial", func(t *testing.T) { testInterrupted(t, "SIGTERM ", syscall.SIGTERM) })
}

// testInterrupted sends sig to the demo once it has printed the line.
func testInterrupted(t *testing.T, line string, sig syscall.Signal) {
	t.Parallel()
	cmd, tmp := command(t)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	await(stdout, line)
	time.Sleep(100 * time.Millisecond) // to be in the midst of something
	if err := cmd.Process.Signal(sig); err != nil {
		t.Error(err)
	}
	_, _ = io.Copy(io.Discard, stdout)
	_ = cmd.Wait() // the status says it
	if status := cmd.ProcessState.Sys().(syscall.WaitStatus); status.Signal() != sig {
		t.Errorf("after %v, the demo ended with %v", sig, cmd.ProcessState)
	}
	if !groupEnds(cmd.Process.Pid) {
		t.Errorf("after %v, processes are left behind", sig)
	}
	mustBeEmpty(t, tmp)
}

// await reads until a line that begins in that way.
func await(r io.Reader, prefix string) {
	for s := bufio.NewScanner(r); s.Scan(); {
		if strings.HasPrefix(s.Text(), prefix) {
			return
		}
	}
}

// groupEnds reports whether a process group has no members any more. It gives
// the tools of an interrupted go command the time to notice.
func groupEnds(pgid int) bool {
	for range 200 {
		if errors.Is(syscall.Kill(-pgid, 0), syscall.ESRCH) {
			return true
		}
		time.Sleep(10 * time.Millisecond)
	}
	return false
}
