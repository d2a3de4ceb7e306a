// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package e2e

import (
	"os/exec"
	"strconv"
	"syscall"
	"testing"
)

// asPID1 has the process be the first of a new pid namespace.
func asPID1(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWPID}
}

func TestPID1(t *testing.T) {
	conform(t, 39, func(t *testing.T, b *build) {
		if _, err := (run{build: b, args: []string{"order"}, attr: asPID1}).try(); err != nil {
			unpermitted(t, "no new pid namespace: "+err.Error())
		}
		for _, s := range usual {
			status := "status " + strconv.Itoa(128+int(s))
			r := run{build: b, args: []string{"signal", "0"}, attr: asPID1, start: sendWhen("ready", s)}.do(t)
			r.want(t, status, "ready\n"+signalHook(s), "")
		}
		r := run{build: b, args: []string{"success", "3"}, attr: asPID1}.do(t)
		r.want(t, "status 3", lines("D", "B"), "")
	})
}

func TestSecondSignalAsPID1(t *testing.T) {
	conform(t, 39, func(t *testing.T, b *build) {
		if _, err := (run{build: b, args: []string{"order"}, attr: asPID1}).try(); err != nil {
			unpermitted(t, "no new pid namespace: "+err.Error())
		}
		for _, l := range later {
			r := run{build: b, args: []string{"signals-later", strconv.Itoa(1 + len(l.others))}, attr: asPID1,
				start: sendLater("ready", l.first, l.others...)}.do(t)
			r.want(t, "status "+strconv.Itoa(128+int(l.first)), lines("ready", "in hook", "slow ends", "first"), "")
		}
		r := run{build: b, args: []string{"signal-slow"}, attr: asPID1, start: sendLater("ready", syscall.SIGINT, syscall.SIGINT)}.do(t)
		r.want(t, "status 130", lines("ready", "in hook"), secondSignal(syscall.SIGINT))
	})
}
