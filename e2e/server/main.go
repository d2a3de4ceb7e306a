// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Server is an HTTP server that finishes its requests before it dies of a
// signal.
package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/exithook/exithook"
)

func main() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	log.SetFlags(0)
	server := &http.Server{Handler: http.HandlerFunc(slow)}
	exithook.Defer(func() { say("bottom hook") })
	exithook.Defer(func() {
		say("shutdown: %v", server.Shutdown(context.Background()))
	})
	exithook.HandleSignals()
	say("http://%s", l.Addr())
	log.Print(server.Serve(l))
	select {}
}

// slow answers in two parts, the second one after the end has begun.
func slow(w http.ResponseWriter, r *http.Request) {
	io.WriteString(w, "begin ")
	w.(http.Flusher).Flush()
	say("request")
	<-exithook.Exiting()
	time.Sleep(100 * time.Millisecond)
	io.WriteString(w, "end")
	say("answered")
}

func say(format string, args ...any) {
	fmt.Fprintf(os.Stdout, format+"\n", args...)
}
