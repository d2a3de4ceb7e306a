// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import (
	"bufio"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

func init() {
	register(map[string]mode{"console": console})
}

// events are those of a console, with the numbers that Windows has for them.
var events = map[string]uintptr{"Ctrl-C": 0, "Ctrl-Break": 1, "close": 2, "log-off": 5, "shutdown": 6}

var (
	kernel32            = syscall.NewLazyDLL("kernel32.dll")
	freeConsole         = kernel32.NewProc("FreeConsole")
	allocConsole        = kernel32.NewProc("AllocConsole")
	generateConsoleCtrl = kernel32.NewProc("GenerateConsoleCtrlEvent")
	ctrlRoutine         = kernel32.NewProc("CtrlRoutine")
	createRemoteThread  = kernel32.NewProc("CreateRemoteThread")
)

// console runs a mode in a process of its own, which has a console with this one,
// sends it an event each time that it says "ready" or "in hook", and says all that
// the other says, and how it ended: console EVENT,... MODE [ARG...].
func console(args []string) {
	log.SetPrefix("console: ")
	signal.Notify(make(chan os.Signal, 1)) // Ctrl-C is for all processes of a console
	freeConsole.Call()
	allocConsole.Call()
	for range 4 {
		if code, started := inConsole(strings.Split(args[0], ","), args[1:]); started {
			say("status %#x", uint32(code))
			syscall.Exit(code)
		} // wine fails to start a program once in a while
	}
}

func inConsole(events, args []string) (code int, started bool) {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		log.Fatal(err)
	}
	for lines := bufio.NewScanner(out); lines.Scan(); started = true {
		say("%s", lines.Text())
		if len(events) > 0 && (lines.Text() == "ready" || lines.Text() == "in hook") {
			time.Sleep(200 * time.Millisecond) // at once, it would not be taken for a second one
			send(events[0], cmd.Process.Pid)
			events = events[1:]
		}
	}
	cmd.Wait()
	return cmd.ProcessState.ExitCode(), started
}

// allAccess is PROCESS_ALL_ACCESS.
const allAccess = 0x1fffff

// send sends an event to a process in the manner of Windows, which starts a thread
// there at CtrlRoutine (microsoft/terminal, doc/ConsoleCtrlEvent.md). The function that
// is there for programs does that for Ctrl-C and Ctrl-Break only, and in wine only for
// Ctrl-C.
func send(event string, pid int) {
	if event == "Ctrl-C" {
		if ok, _, err := generateConsoleCtrl.Call(events[event], 0); ok == 0 {
			log.Fatal("GenerateConsoleCtrlEvent: ", err)
		}
		return
	}
	h, err := syscall.OpenProcess(allAccess, false, uint32(pid))
	if err != nil {
		log.Fatal("OpenProcess: ", err)
	}
	if thread, _, err := createRemoteThread.Call(uintptr(h), 0, 0, ctrlRoutine.Addr(), events[event], 0, 0); thread == 0 {
		log.Fatal("CreateRemoteThread: ", err)
	}
}
