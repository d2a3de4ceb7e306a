// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Demo shows what exithook is for. It builds the orders service, starts it, has
// clients send it orders, and ends it, in one way after the other. Then it looks
// whether everything is there that the service said it has. From the root of
// the repository:
//
//	go run ./examples/demo
//
// The last trial is one without hooks, where it is not. The exit status is 1
// if something was lost in one of the others.
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/exithook/exithook"
	"github.com/exithook/exithook/examples/internal/trial"
)

func main() { exithook.Main(run) }

func run() int {
	exithook.HandleSignals()
	err := demo()
	switch {
	case err == nil:
		return 0
	case !errors.Is(err, trial.ErrEnding):
		fmt.Fprintln(os.Stderr, "demo:", err)
	}
	return 1
}

func demo() error {
	dir, err := tempDir()
	if err != nil {
		return err
	}
	fmt.Println("building the orders service, with and without hooks ...")
	with, err := trial.Build(dir, "orders")
	if err != nil {
		return err
	}
	without, err := trial.Build(dir, "unhooked", "-tags=exithook_nolink")
	if err != nil {
		return err
	}
	return show(dir, with, without)
}

// tempDir makes a folder that is removed when the program ends.
func tempDir() (string, error) {
	dir, err := os.MkdirTemp("", "exithook-demo-")
	if err != nil {
		return "", err
	}
	exithook.Add(exithook.Hook{
		Name:         "remove " + dir,
		F:            func() { remove(dir) },
		RunOnFailure: true,
	})
	return dir, nil
}

func remove(dir string) {
	if err := os.RemoveAll(dir); err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
	}
}

// show runs the trials.
func show(dir, with, without string) error {
	fmt.Print("running it, and ending it while it works ...\n\n")
	fmt.Printf(format, "", "status", "orders", "log lines", "spans", "the last line of the log")
	fmt.Printf(format, "ended by", "for its parent", "stored", "written", "written", "says that it was")
	lost := 0
	for i, w := range trial.Ways() {
		r, err := row(with, filepath.Join(dir, fmt.Sprint(i)), w)
		if err != nil {
			return err
		}
		lost += len(r.Problems)
		for _, problem := range r.Problems {
			fmt.Println("   ", problem)
		}
	}
	fmt.Println("the same without hooks, for comparison:")
	r, err := row(without, filepath.Join(dir, "without"), trial.OSExit)
	switch {
	case err != nil:
		return err
	case lost > 0:
		return errors.New("something was lost, or is wrong: see above")
	case len(r.Problems) == 0:
		return errors.New("nothing was lost without hooks, so that the others do not say much")
	}
	fmt.Println("\nnothing was lost with hooks")
	return nil
}

const (
	nameFormat = "%-26s"
	restFormat = " %-19s %9s %11s %9s  %s\n"
	format     = nameFormat + restFormat
)

// row runs one trial and prints what it found.
func row(binary, dir string, w trial.Way) (*trial.Result, error) {
	fmt.Printf(nameFormat, w.Name)
	r, err := trial.Run(binary, dir, w)
	if err != nil {
		fmt.Println()
		return nil, err
	}
	last := r.Last
	if last == "" {
		last = "(it was not written)"
	}
	fmt.Printf(restFormat, r.Status, ratio(r.Stored, r.Acked), ratio(r.Logged, r.Answered), ratio(r.Exported, r.Spans), last)
	return r, nil
}

// ratio has what is there, and what has to be.
func ratio(is, want int) string { return fmt.Sprintf("%d/%d", is, want) }
