// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package command

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"time"
)

// waitForwarding starts a go command and waits for it. If its output is a pipe whose
// reader goes away, the go command would die of SIGPIPE and leave its temporary files
// behind. So the pipe is read here and passed on, and the go command is interrupted
// when that fails, which makes it end in order.
func (t *tool) waitForwarding(cmd *exec.Cmd) error {
	f := &forwarder{cmd: cmd}
	out, errs := t.stdout, t.stderr
	if isPipe(out) {
		cmd.Stdout = f.to(out)
	}
	switch {
	case isPipe(errs) && sameFile(out, errs):
		cmd.Stderr = cmd.Stdout // by one pipe: the order of the lines stays
	case isPipe(errs):
		cmd.Stderr = f.to(errs)
	}
	cmd.WaitDelay = 5 * time.Second // what a test has left behind may hold the pipe
	err := wait(cmd)
	switch {
	case f.failed:
		return death(syscall.SIGPIPE) // as it would without this
	case errors.Is(err, exec.ErrWaitDelay):
		return nil
	}
	return err
}

// A forwarder passes on the output of a command.
type forwarder struct {
	cmd    *exec.Cmd
	mu     sync.Mutex
	failed bool // nobody reads it any more
}

func (f *forwarder) to(w io.Writer) io.Writer { return &forwarding{f, w} }

type forwarding struct {
	*forwarder
	w io.Writer
}

func (f *forwarding) Write(p []byte) (int, error) {
	_, err := f.w.Write(p)
	if err != nil && errors.Is(err, syscall.EPIPE) {
		f.mu.Lock()
		defer f.mu.Unlock()
		if !f.failed {
			f.failed = true
			f.cmd.Process.Signal(os.Interrupt)
		}
	}
	return len(p), nil // what comes from now on is not wanted by anybody
}

func isPipe(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	fi, err := f.Stat()
	return err == nil && fi.Mode()&(os.ModeNamedPipe|os.ModeSocket) != 0
}

func sameFile(a, b io.Writer) bool {
	f, isFile := a.(*os.File)
	g, areFiles := b.(*os.File)
	if !isFile || !areFiles {
		return false
	}
	fi, err := f.Stat()
	gi, err2 := g.Stat()
	return err == nil && err2 == nil && os.SameFile(fi, gi)
}
