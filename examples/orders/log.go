// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"sync"
	"time"

	"github.com/exithook/exithook"
)

// openLog makes a file the log of log/slog, and so of package log: what a
// log.Fatal has to say is in the buffer when the program ends.
func openLog(name string) error {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	l := &logFile{file: f, buf: bufio.NewWriterSize(f, 256<<10)}
	exithook.Add(exithook.Hook{Name: "log", F: l.end, RunOnFailure: true, Timeout: 5 * time.Second})
	slog.SetDefault(slog.New(slog.NewJSONHandler(l, nil)))
	slog.Info("started", "pid", os.Getpid(), "covered", exithook.Covered().String())
	return nil
}

// A logFile is a file with a buffer that goroutines share.
type logFile struct {
	mu     sync.Mutex
	file   *os.File
	buf    *bufio.Writer
	closed bool
}

// Write writes a line of the log. Lines after the last one are dropped.
func (l *logFile) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return 0, os.ErrClosed
	}
	return l.buf.Write(line)
}

// end is the hook. It is the first that was added, and so the last to run.
func (l *logFile) end() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
	logStatus(l.buf)
	if err := errors.Join(l.buf.Flush(), l.file.Close()); err != nil {
		fmt.Fprintln(os.Stderr, "orders: log:", err)
	}
}

// logStatus writes the line that says who ended the program.
func logStatus(w io.Writer) {
	t, _ := exithook.Status()
	slog.New(slog.NewJSONHandler(w, nil)).Info("ended",
		"by", t.String(), "cause", t.Cause.String(), "code", t.Code)
}
