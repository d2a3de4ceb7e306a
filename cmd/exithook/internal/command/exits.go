// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package command

import (
	"errors"
	"fmt"
	"io"
	"os/exec"
	"syscall"
)

// The statuses that the command itself ends with. Otherwise it has that of the
// go command, or of the program that it runs.
const (
	failed   = 1 // something that was asked for could not be done
	misused  = 2 // the command line makes no sense
	bySignal = 128
)

// A failure is an error that the command reports itself.
type failure struct {
	status int
	text   string
	hint   string // a line of its own, if there is something to do about it
}

func (f *failure) Error() string { return f.text }

func fail(hint, format string, args ...any) error {
	return &failure{failed, fmt.Sprintf(format, args...), hint}
}

func misuse(hint, format string, args ...any) error {
	return &failure{misused, fmt.Sprintf(format, args...), hint}
}

// A status is the error of a child that has said itself what is wrong.
type status int

func (s status) Error() string { return fmt.Sprint("exit status ", int(s)) }

// A death is the error of a child that died of a signal.
type death syscall.Signal

func (d death) Error() string { return syscall.Signal(d).String() }

// finish reports err and returns the status to exit with.
func finish(stderr io.Writer, err error) int {
	var f *failure
	var s status
	var d death
	var r *refusal
	if errors.As(err, &r) {
		stderr.Write(r.says)
	}
	switch {
	case err == nil:
		return 0
	case errors.As(err, &s):
		return int(s)
	case errors.As(err, &d):
		mirror(syscall.Signal(d))
		return bySignal + int(d)
	case errors.As(err, &f):
		say(stderr, f.text, f.hint)
		return f.status
	}
	say(stderr, err.Error(), "")
	return failed
}

func say(w io.Writer, text, hint string) {
	fmt.Fprintln(w, "exithook: "+text)
	if hint != "" {
		fmt.Fprintln(w, "\t"+hint)
	}
}

// childError turns the error of a child that was waited for into one of ours.
func childError(err error) error {
	var e *exec.ExitError
	if !errors.As(err, &e) {
		return err
	}
	if sig, ok := signalOf(e.ProcessState); ok {
		return death(sig)
	}
	return status(e.ExitCode())
}
