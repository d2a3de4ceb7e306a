// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import (
	"log"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/exithook/exithook"
)

func init() {
	register(map[string]mode{
		"stderr-replaced": stderrReplaced,
		"sigpipe-handled": sigpipeHandled,
		"handlers-twice":  handlersTwice,
		"stop-delivered":  stopDelivered,
	})
}

// stderrReplaced has standard error be a file when the first message is written, and
// then a pipe that is full and not read.
func stderrReplaced([]string) {
	exithook.Run(0) // which finds fault with EXITHOOK
	r, w, err := os.Pipe()
	if err != nil {
		log.Fatal(err)
	}
	defer r.Close()
	w.SetWriteDeadline(time.Now().Add(100 * time.Millisecond))
	w.Write(make([]byte, 1<<20))
	if err := syscall.Dup3(int(w.Fd()), 2, 0); err != nil {
		log.Fatal(err)
	}
	always("first", func() { say("first") })
	always("second", boom)
	exit(3)
}

// sigpipeHandled has the program handle SIGPIPE, and standard error be a pipe without a
// reader when the package writes a message.
func sigpipeHandled([]string) {
	exithook.HandleSignals(syscall.SIGPIPE)
	exithook.Run(0) // which finds fault with EXITHOOK
	time.Sleep(50 * time.Millisecond)
	say("goes on")
	exit(0)
}

// handlersTwice gets one interrupt while all processors are busy, and has called
// HandleSignals twice.
func handlersTwice([]string) {
	exithook.HandleSignals()
	exithook.HandleSignals(os.Interrupt)
	always("slow", func() {
		time.Sleep(300 * time.Millisecond)
		say("slow")
	})
	for range 10 {
		go func() {
			for n := 0; n >= 0; n++ { // for longer than the program
			}
		}()
	}
	kill(syscall.SIGINT)
	select {}
}

// stopDelivered stops the handling of a signal that another channel has got already.
func stopDelivered([]string) {
	sayHook("hook")
	c := make(chan os.Signal, 1)
	signal.Notify(c, syscall.SIGUSR1)
	stop := exithook.HandleSignals(syscall.SIGUSR1)
	kill(syscall.SIGUSR1)
	<-c
	stop()
	time.Sleep(10 * time.Second) // the signal ends the program
	say("the signal is lost")
	exit(0)
}
