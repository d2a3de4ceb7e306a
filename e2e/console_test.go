// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package e2e

import (
	"os"
	"syscall"
	"testing"
)

// consoleEvents are the events of Windows' consoles, and what Go makes of them.
var consoleEvents = map[string]os.Signal{
	"Ctrl-C":     os.Interrupt,
	"Ctrl-Break": os.Interrupt,
	"close":      syscall.SIGTERM,
	"log-off":    syscall.SIGTERM,
	"shutdown":   syscall.SIGTERM,
}

// Programs that handle none of them end with STATUS_CONTROL_C_EXIT, of which this
// machine sees the last byte.
const (
	controlC     = "status 0xc000013a"
	controlCHere = "status 58"
)

func TestConsoleEvents(t *testing.T) {
	conform(t, 46, func(t *testing.T, b *build) {
		for event, s := range consoleEvents {
			r := b.run(t, "console", event, "signal-await")
			r.want(t, controlCHere, lines("ready", "signal: exit 3221225786, signal: "+s.String(), controlC), "")
		}
		r := b.run(t, "console", "Ctrl-C", "signal-exit", "500")
		r.want(t, "status 0", lines("in hook", "slow ends", "status 0x0"), "")
	})
}

func TestSecondConsoleEvent(t *testing.T) {
	conform(t, 47, func(t *testing.T, b *build) {
		for _, second := range []string{"Ctrl-C", "Ctrl-Break"} {
			r := b.run(t, "console", "Ctrl-C,"+second, "signal-slow")
			r.want(t, controlCHere, lines("ready", "in hook", controlC), secondSignal(consoleEvents[second]))
		}
	})
}

// secondSignal is what is said of the second signal while the hook "slow" runs.
func secondSignal(s os.Signal) string {
	return "exithook: second signal (" + s.String() + `): ending at once, while hook "slow" (added at main.go:N) was running` + "\n"
}

// TestConsoleTimeout has a hook that takes longer than Windows waits when a console
// is closed, and a deadline that is shorter.
func TestConsoleTimeout(t *testing.T) {
	conform(t, 47, func(t *testing.T, b *build) {
		report := "exithook: the hooks did not finish within the timeout of 500ms for all of them\n" +
			`exithook: hook "slow" (added at main.go:N) is running` + "\n" + seeBelow +
			`exithook: hook "first must not run" (added at main.go:N) was not run` + "\n\n"
		b.merged(t, "console", "close", "signal-slow", "500ms").wantFatal(t, lines("ready", "in hook")+report, "exit hook did not return")
	})
}
