// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Package trial runs the orders service as a process, sends it orders, ends it
// in one of several ways, and looks whether anything was lost.
package trial

import (
	"fmt"
	"path/filepath"
	"strings"
)

// A Result is what a trial found.
type Result struct {
	Status   string // of the process, as its parent sees it
	Acked    int    // orders that were acknowledged
	Stored   int    // those of them that are in the database
	Answered int    // requests that were answered
	Logged   int    // those of them that are in the log
	Spans    int    // spans that were ended
	Exported int    // those of them that are in the file
	Last     string // who ended the program, by the last line of the log
	Problems []string
}

// Run runs one trial with the binary of the service. Its files go to the
// folder, which may be there or not. An error means that there is no result;
// what was lost or is wrong is among the problems of the result.
func Run(binary, dir string, w Way) (*Result, error) {
	in, err := launch(binary, dir)
	if err != nil {
		return nil, err
	}
	l := newLoad(in.url)
	l.begin()
	l.ending.Store(true)
	if err := in.trigger(w, l); err != nil {
		_ = l.problem(err)
	}
	status, err := in.status()
	l.all.Wait()
	if ending() {
		return nil, ErrEnding // and ends the service, which says nothing about it
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", w.Name, err)
	}
	r := &Result{Status: status, Acked: len(l.orders), Answered: len(l.answered), Problems: l.problems}
	if l.count() < enough {
		r.problem("only %d orders were acknowledged in time", l.count())
	}
	r.checkStatus(w, in.stderr.String())
	r.checkStore(filepath.Join(dir, "orders.db"), l.orders)
	lines := r.checkLog(filepath.Join(dir, "orders.log"), w, l.answered)
	r.checkTraces(filepath.Join(dir, "traces.json"), l.answered, lines)
	return r, nil
}

func (r *Result) problem(format string, args ...any) {
	r.Problems = append(r.Problems, fmt.Sprintf(format, args...))
}

// checkStatus checks what a parent can see.
func (r *Result) checkStatus(w Way, stderr string) {
	if r.Status != w.Status {
		r.problem("the status is %q, want %q", r.Status, w.Status)
	}
	if w.Stderr == "" && stderr != "" || !strings.HasPrefix(stderr, w.Stderr) {
		r.problem("standard error has %q, want %q", stderr, w.Stderr)
	}
}
