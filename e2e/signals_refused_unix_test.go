// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build unix

package e2e

import (
	"fmt"
	"regexp"
	"syscall"
	"testing"
)

// noSignals are numbers that are no signals of a program: none has them, or the C
// library keeps them for itself.
func noSignals() []int {
	n := []int{-1, 0, 65, 200}
	if link.goos() == "linux" {
		n = append(n, 32, 33)
	}
	return n
}

func TestHandleNoSignal(t *testing.T) {
	conform(t, 37, func(t *testing.T, b *build) {
		for _, n := range noSignals() {
			r := b.run(t, "handle-number", fmt.Sprint(n))
			message := regexp.MustCompile(fmt.Sprintf(`^exithook: HandleSignals: .*(^|[^\d])%d\b.*, at signals_later_unix\.go:N\n$`, n))
			if r.ending() != "status 0" || !message.MatchString(normal(r.stdout)) || r.stderr != "" {
				t.Errorf("%d: want %v, got %v", n, message, r)
			}
		}
	})
}

// TestHandleSignal has others that are signals, of which Go has no name for some.
func TestHandleSignal(t *testing.T) {
	conform(t, 37, func(t *testing.T, b *build) {
		for _, n := range []int{int(syscall.SIGUSR2), 34, 64} {
			if n > 32 && b.goos() != "linux" {
				continue // real-time signals
			}
			b.run(t, "handle-number", fmt.Sprint(n)).want(t, "status 0", lines("handled", "<nil>"), "")
		}
		if b.goos() == "linux" && !b.emulated() { // qemu-user gives the signal another number
			b.signalled(t, 40, "40")
		}
	})
}
