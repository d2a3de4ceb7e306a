// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package command

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"syscall"

	"github.com/exithook/exithook"
)

// An end is what the parent sees of the end of a program.
type end struct {
	state      *os.ProcessState
	oomKills   int  // in its cgroup, meanwhile
	wrapped    bool // it was run by another program, and its pid is not known
	ownLibrary bool // it imports the library, so somebody can change how it does
	traceback  bool // the runtime has printed the stack of a panic
	verbose    bool // report a success too
}

// killed reports whether the program died of SIGKILL, which no hook can see.
func (e *end) killed() bool {
	sig, ok := signalOf(e.state)
	return ok && sig == syscall.SIGKILL
}

// text returns the report on the end. That of the program itself is in a line
// of JSON, unless it ended in a way that its hooks could not see. There is
// nothing to say about a success.
func (e *end) text(lines []byte) string {
	if e.state.Success() && !e.verbose {
		return ""
	}
	if r := e.find(lines); r != nil {
		if panicked(r) && e.traceback {
			r.Stack = ""
		}
		return r.Text()
	}
	what, why := e.seen()
	return "exithook: " + what + ", and no hooks ran\n\t" + strings.ReplaceAll(why, "\n", "\n\t") + "\n"
}

// seen says what can be seen from outside of an end that the program has not
// reported.
func (e *end) seen() (what, why string) {
	sig, ok := signalOf(e.state)
	code := e.state.ExitCode()
	switch {
	case e.killed() && e.oomKills > 0:
		return "killed by signal 9 (killed)", "out of memory: the kernel's OOM killer was at work in its cgroup"
	case e.killed():
		return "killed by signal 9 (killed)", "somebody sent it; the OOM killer of its cgroup did not"
	case ok && e.ownLibrary:
		return signaled(sig), "exithook.HandleSignals makes them run on signals that can be caught"
	case ok:
		return signaled(sig), "the program does not handle it"
	case code == 2:
		return "exit 2", "the Go runtime ended it and said why above (a fatal error, or a signal\nsuch as SIGABRT or SIGQUIT), or it called syscall.Exit"
	}
	return fmt.Sprintf("exit %d", code), "it called syscall.Exit, or ended in C code"
}

func signaled(sig syscall.Signal) string { return fmt.Sprintf("killed by signal %d (%v)", sig, sig) }

// find returns the last report of the process. Its children report to the same
// pipe or file.
func (e *end) find(lines []byte) *exithook.Report {
	var found *exithook.Report
	for line := range bytes.Lines(lines) {
		if r, ok := decode(line); ok && (r.PID == e.state.Pid() || e.wrapped) {
			found = r
		}
	}
	return found
}
