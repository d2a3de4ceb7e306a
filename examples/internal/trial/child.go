// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package trial

import (
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"github.com/exithook/exithook"
)

// A child is a process that does not outlive this one.
type child struct {
	cmd  *exec.Cmd
	hook *exithook.Registration
	done chan struct{} // closed when it has ended
	err  error         // of its end
}

// ErrEnding is the error of everything that fails because this program ends.
var ErrEnding = errors.New("the program is ending")

func ending() bool {
	select {
	case <-exithook.Exiting():
		return true
	default:
		return false
	}
}

// start starts a child. A hook ends it if this program ends before. There is no
// child whose hook would come later than those that the program has already:
// hooks that were added before the end begins run first.
func start(cmd *exec.Cmd) (*child, error) {
	heedSignals()
	c := &child{cmd: cmd, done: make(chan struct{})}
	started := make(chan struct{})
	c.hook = exithook.Add(exithook.Hook{
		Name:         "end " + filepath.Base(cmd.Path),
		F:            func() { <-started; c.end() },
		RunOnFailure: true,
		Timeout:      20 * time.Second,
	})
	defer close(started)
	if ending() {
		return nil, ErrEnding
	}
	if err := cmd.Start(); err != nil {
		c.hook.Stop()
		return nil, err
	}
	go func() {
		c.err = cmd.Wait()
		close(c.done)
	}()
	return c, nil
}

// heedSignals sees to it that children do not inherit that a signal is ignored,
// as it is after nohup, or for SIGINT in the background of a script.
var heedSignals = sync.OnceFunc(func() {
	for _, sig := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP} {
		if signal.Ignored(sig) {
			signal.Notify(make(chan os.Signal, 1), sig)
		}
	}
})

// end ends the child, which has the time to clean up.
func (c *child) end() {
	if c.cmd.Process == nil {
		return // it could not be started
	}
	if c.cmd.Process.Signal(os.Interrupt) == nil && c.within(5*time.Second) {
		return
	}
	_ = c.cmd.Process.Kill() // an error means that it has ended
	<-c.done
}

// within waits for the end of the child, and reports whether it came in time.
func (c *child) within(d time.Duration) bool {
	select {
	case <-c.done:
		return true
	case <-time.After(d):
		return false
	}
}

// wait waits for the end of the child.
func (c *child) wait() error {
	<-c.done
	c.hook.Stop()
	return c.err
}
