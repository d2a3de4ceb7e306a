// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package trial

import (
	"os"
	"runtime"
	"syscall"
)

// A Way is one to end the service.
type Way struct {
	Name   string
	Signal os.Signal // the signal to send, or nil
	Path   string    // the route to post to, if there is no signal
	Status string    // what the parent has to see
	By     string    // what the last line of the log has to begin with
	Cause  string
	Code   int
	Stderr string // what standard error has to begin with; it is empty if that is
}

var signals = []Way{
	{Name: "SIGTERM", Signal: syscall.SIGTERM, Status: "signal: terminated",
		By: "exit 143, signal: terminated", Cause: "signal", Code: 143},
	{Name: "SIGINT", Signal: syscall.SIGINT, Status: "signal: interrupt",
		By: "exit 130, signal: interrupt", Cause: "signal", Code: 130},
	{Name: "SIGHUP", Signal: syscall.SIGHUP, Status: "signal: hangup",
		By: "exit 129, signal: hangup", Cause: "signal", Code: 129},
}

// OSExit is the call of os.Exit by a dependency.
var OSExit = Way{Name: "os.Exit in a dependency", Path: "/chaos/exit?code=3", Status: "exit status 3",
	By: "exit 3, os.Exit at vendorish.go:", Cause: "os.Exit", Code: 3}

var others = []Way{
	{Name: "return of main", Path: "/chaos/return", Status: "exit status 0",
		By: "exit 0, return of main", Cause: "return"},
	OSExit,
	{Name: "log.Fatal in a dependency", Path: "/chaos/fatal", Status: "exit status 1",
		By: "exit 1, log.Fatal at vendorish.go:", Cause: "os.Exit", Code: 1},
	{Name: "panic in a goroutine", Path: "/chaos/panic", Status: "exit status 2",
		By: "exit 2, panic at chaos.go:", Cause: "panic", Code: 2,
		Stderr: "panic: assignment to entry in nil map"},
}

// Ways returns the ways to end the service on this operating system. Where a
// parent cannot send signals, there are fewer.
func Ways() []Way {
	if runtime.GOOS == "windows" {
		return others
	}
	return append(signals[:len(signals):len(signals)], others...)
}
