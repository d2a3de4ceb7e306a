// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build unix

// Reset is a server that writes to a client which is gone, with SIGPIPE handled or not.
package main

import (
	"fmt"
	"log"
	"net"
	"os"
	"syscall"
	"time"

	"github.com/exithook/exithook"
)

func main() {
	exithook.Defer(func() { fmt.Println("hook") })
	if os.Args[1] == "handled" {
		exithook.HandleSignals(syscall.SIGPIPE)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	client, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		log.Fatal(err)
	}
	client.(*net.TCPConn).SetLinger(0) // so that Close is a reset
	server, err := l.Accept()
	if err != nil {
		log.Fatal(err)
	}
	client.Close()
	for range 2 { // the first time it may get the reset itself
		for err = nil; err == nil; {
			_, err = server.Write([]byte("line\n"))
		}
	}
	time.Sleep(200 * time.Millisecond)
	fmt.Println("the server goes on")
	exithook.Exit(0)
}
