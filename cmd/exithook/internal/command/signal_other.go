// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build !unix

package command

import (
	"os"
	"os/signal"
	"syscall"
)

var ending = []os.Signal{os.Interrupt}

func signalOf(state *os.ProcessState) (syscall.Signal, bool) { return 0, false }

// catchRelayed makes the signals that are for the program arrive in a channel.
func catchRelayed() chan os.Signal {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt)
	return signals
}

// relay does nothing with them: Ctrl-C reaches the program without help.
func relay(p *os.Process, signals chan os.Signal, done chan struct{}) {
	for {
		select {
		case <-signals:
		case <-done:
			return
		}
	}
}

func catchPipe() {}
