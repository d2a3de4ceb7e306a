// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build linux

package testprog

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// deadline is for one process. None of the programs takes a tenth of it.
const deadline = time.Minute

// run runs the program twice, for its output comes either in one piece or as
// two: the order of what it writes to standard output and to standard error is
// known only if both are one file. A costly program is run that way alone.
func (c call) run(t *testing.T, bin, dir string) outcome {
	var both, stdout, stderr strings.Builder
	first := c.process(t, bin, dir, &both, &both)
	second := first
	if !costly[c.name] {
		second = c.process(t, bin, dir, &stdout, &stderr)
	}
	var texts [3]string
	for i, b := range []*strings.Builder{&both, &stdout, &stderr} {
		texts[i] = normalize(strings.ReplaceAll(b.String(), bin, "BIN"))
		if c.other {
			texts[i] = offsetInPanic.ReplaceAllString(texts[i], "$1")
		}
	}
	return newOutcome(first, texts[0], second, texts[1], texts[2])
}

// offsetInPanic is the offset of an instruction in the file that the exithook
// command changes: the line is the same.
var offsetInPanic = regexp.MustCompile(`(runtime/panic\.go:\d+) \+0x[0-9a-f]+`)

// process runs the program once and returns how it ended.
func (c call) process(t *testing.T, bin, dir string, stdout, stderr io.Writer) string {
	ctx, cancel := context.WithTimeout(t.Context(), deadline)
	defer cancel()
	cmd := c.command(ctx, filepath.Join(bin, c.pkg), dir)
	cmd.Stdout, cmd.Stderr = stdout, stderr
	start := cmd.Start
	if c.pipe {
		start = func() error { return c.startWithPipe(cmd) }
	}
	if err := start(); err != nil {
		t.Fatalf("%v: %v", cmd, err)
	}
	if err := cmd.Wait(); errors.Is(err, exec.ErrWaitDelay) || ctx.Err() != nil {
		t.Fatalf("%v: still running after %v: %v", cmd, deadline, err)
	}
	return strings.TrimSuffix(cmd.ProcessState.String(), " (core dumped)")
}

// command returns the command in a process group of its own, because some of
// the programs send signals to all of it.
func (c call) command(ctx context.Context, exe, dir string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, exe, strings.Fields(c.name)...)
	cmd.Dir = dir
	cmd.Env = append(cleanEnv(), "TMPDIR="+dir, "PWD="+dir, "GORACE=atexit_sleep_ms=10")
	cmd.Env = append(cmd.Env, c.env...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = 5 * time.Second
	return cmd
}

// startWithPipe starts the command with one end of a pipe as its file 3, and
// sends SIGQUIT, if that is wanted, when there is something to read.
func (c call) startWithPipe(cmd *exec.Cmd) error {
	r, w, err := os.Pipe()
	if err != nil {
		return err
	}
	ours, theirs := w, r
	if c.quit {
		ours, theirs = r, w
	}
	cmd.ExtraFiles = []*os.File{theirs}
	err = cmd.Start()
	theirs.Close()
	if !c.quit || err != nil {
		time.AfterFunc(deadline, func() { ours.Close() })
		return err
	}
	defer ours.Close()
	if _, err := ours.Read(make([]byte, 1)); err != nil {
		return err
	}
	return cmd.Process.Signal(syscall.SIGQUIT)
}
