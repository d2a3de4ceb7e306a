// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Orders is a small web service that takes orders and keeps them in a database.
//
//	orders [-addr host:port] [-dir folder] [-commit period] [-drain time] [-chaos]
//
//	POST /orders     {"item": "tea", "quantity": 2}: 201, and the order with its number
//	GET  /orders/N   the order with that number
//
// Like many services it is fast because it puts things off: orders are committed
// to the database once a second, the log is buffered, and traces are exported in
// batches. So whatever ends the program, there is something left to do, and it
// is exithook that does it: each resource registers the hook that finishes it
// where it is opened. The hooks run in reverse order, which is the right one:
//
//	server   answers the requests in flight    (server.go)
//	store    commits the orders and closes     (store.go)
//	traces   exports the spans                 (trace.go)
//	log      says who ended it, and flushes    (log.go)
//
// With -chaos there are also the routes of chaos.go, each of which ends the
// program in another way.
package main

import (
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/exithook/exithook"
)

type config struct {
	addr   string
	dir    string
	commit time.Duration
	drain  time.Duration
	chaos  bool
}

func main() { exithook.Main(run) }

func run() int {
	c, err := parseFlags()
	if err == nil {
		err = serve(c)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "orders:", err)
		return 1
	}
	return 0
}

func parseFlags() (config, error) {
	var c config
	flag.StringVar(&c.addr, "addr", "localhost:8080", "`address` to listen on")
	flag.StringVar(&c.dir, "dir", ".", "`folder` of the database, the log and the traces")
	flag.DurationVar(&c.commit, "commit", time.Second, "how often orders are committed to the database")
	flag.DurationVar(&c.drain, "drain", 5*time.Second, "how long requests in flight may take when the program ends")
	flag.BoolVar(&c.chaos, "chaos", false, "add routes that end the program")
	flag.Parse()
	switch {
	case flag.NArg() > 0:
		return c, fmt.Errorf("unexpected argument %q", flag.Arg(0))
	case c.commit <= 0 || c.drain <= 0:
		return c, fmt.Errorf("-commit and -drain must be positive")
	}
	return c, nil
}

// serve returns when there is nothing left to serve. It closes nothing: that
// is what the hooks are for, of which there are some as soon as the first
// resource is open, also if opening the next one fails.
func serve(c config) error {
	if !c.chaos {
		exithook.Require(exithook.Exits)
	}
	exithook.HandleSignals()
	if err := os.MkdirAll(c.dir, 0o777); err != nil {
		return err
	}
	if err := openLog(filepath.Join(c.dir, "orders.log")); err != nil {
		return err
	}
	err := open(c)
	if err != nil {
		slog.Error("cannot serve", "error", err)
	}
	return err
}

// open opens the other resources, in the order of their use.
func open(c config) error {
	if err := openTraces(filepath.Join(c.dir, "traces.json")); err != nil {
		return err
	}
	st, err := openStore(filepath.Join(c.dir, "orders.db"), c.commit)
	if err != nil {
		return err
	}
	return listen(c, st)
}
