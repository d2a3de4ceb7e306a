// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Package e2e has the conformance tests: whole programs, run as subprocesses,
// and judged by their output and their exit status.
//
// The table in scenarios_test.go lists the scenarios, and builds_test.go the
// builds in which each is run. The programs are the modes of prog, and a few
// small ones beside it. An unfiltered run fails if a scenario is missing in a
// build and does not say why. By default a scenario is run in a few of the builds,
// and what is random is not often repeated.
//
// Variables of the environment ask for more:
//
//	EXITHOOK_LONG=1      all scenarios in all builds, hundreds of runs of what is random,
//	                     100 million pairs in scenario 11 with the link, and the table in
//	                     docs/platforms.md is compared
//	EXITHOOK_MIXED=5000  so many processes of scenario 13, per build and exit function (-race: a fifth)
//	EXITHOOK_PROCESSES=2000  so many random scripts as processes with the link, and fewer in other builds
//	EXITHOOK_MUTATIONS=1 mistakes in the engine, made on purpose, are to be found
//	EXITHOOK_TABLE=FILE  append the table of results, which -v prints, to FILE
//	EXITHOOK_UPDATE=1    write that table (with EXITHOOK_LONG=1)
//	CI=true              what this machine does not permit is a failure
package e2e

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// A run is one run of a program.
type run struct {
	build  *build
	exe    string   // the program, prog of the build if empty
	args   []string // its arguments
	env    []string // its environment, in addition to what clean leaves
	merged bool     // whether standard error goes where standard output goes
	shell  string   // if not empty, a script of the shell that runs "$0" "$@"
	limit  time.Duration
	start  func(p *process) // what to do while it runs
	attr   func(*exec.Cmd)  // last changes
}

// A process is a program that runs.
type process struct {
	*os.Process
	stdout *buffer
}

// A result is how a run ended.
type result struct {
	stdout, stderr string
	status         int    // exit status, -1 if a signal ended it
	signal         string // the signal that ended it, if one did
	killed         bool   // whether the harness ended it, because it took too long
	cpu, wall      time.Duration
}

// defaultLimit is how long a program may take, unless it says otherwise.
const defaultLimit = 60 * time.Second

// do runs a program and fails the test if it did not end by itself.
func (r run) do(t testing.TB) result {
	t.Helper()
	res, err := r.try()
	if err != nil {
		t.Fatalf("%s: %v", r.name(), err)
	}
	if res.killed {
		t.Fatalf("%s: killed after %v\n%s", r.name(), res.wall, res)
	}
	return res
}

// try runs a program, again if what runs it could not start it.
func (r run) try() (result, error) {
	for range 4 {
		if res, err := r.once(); err != errNotStarted {
			return res, err
		}
	}
	return result{}, errNotStarted
}

func (r run) once() (result, error) {
	exe, err := r.program()
	if err != nil {
		return result{}, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), cmpOr(r.limit, defaultLimit))
	defer cancel()
	line := r.build.commandLine(exe, r.args)
	if r.shell != "" {
		line = append([]string{"/bin/sh", "-c", r.shell}, line...)
	}
	cmd := exec.CommandContext(ctx, line[0], line[1:]...)
	cmd.WaitDelay = time.Second
	if r.merged && !r.build.inWine() {
		cmd.WaitDelay = 10 * time.Second // a busy machine is slow to read the rest of a long output
	}
	cmd.Env = r.environ(cmd)
	var stdout, stderr buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if r.merged {
		cmd.Stderr = cmd.Stdout
	}
	if r.attr != nil {
		r.attr(cmd)
	}
	begin := time.Now()
	if err := cmd.Start(); err != nil {
		return result{}, err
	}
	if r.start != nil {
		r.start(&process{cmd.Process, &stdout})
	}
	err = cmd.Wait()
	if r.build.inWine() && errors.Is(err, exec.ErrWaitDelay) {
		err = nil // see wine: one of its own processes has the output
	}
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) && ctx.Err() == nil {
		return result{}, err
	}
	if !r.build.started(stderr.String() + stdout.String()) {
		return result{}, errNotStarted
	}
	s := cmd.ProcessState
	return result{
		stdout: r.build.ownOutput(stdout.String()),
		stderr: r.build.ownOutput(stderr.String()),
		status: s.ExitCode(),
		signal: signalOf(s),
		killed: ctx.Err() != nil,
		cpu:    s.UserTime() + s.SystemTime(),
		wall:   time.Since(begin),
	}, nil
}

func cmpOr[T comparable](v, otherwise T) T {
	var zero T
	if v == zero {
		return otherwise
	}
	return v
}

func (r run) program() (string, error) {
	if r.exe != "" {
		return r.exe, nil
	}
	return r.build.prog()
}

// name says what is run, for messages.
func (r run) name() string {
	name := "prog"
	if r.build != nil {
		name = r.build.name + ": prog"
	}
	if r.exe != "" {
		name = r.exe
	}
	return strings.Join(append(append([]string{name}, r.args...), r.env...), " ")
}

// environ is the environment of a program: nothing that changes what the Go
// runtime does, and no second of sleep at the end of an empty race binary.
func (r run) environ(cmd *exec.Cmd) []string {
	env := append(clean(cmd.Environ()), "GORACE=atexit_sleep_ms=10")
	if r.build != nil && !r.build.link {
		env = append(env, "E2E_EXIT=Exit")
	}
	if r.build.inWine() {
		env = append(env, saysStarted)
	}
	return append(env, r.env...)
}

// clean removes variables that the Go runtime or our programs heed.
func clean(env []string) []string {
	heeded := []string{"GODEBUG", "GOTRACEBACK", "GORACE", "GOMAXPROCS", "GOGC", "GOMEMLIMIT", "GOCOVERDIR", "EXITHOOK"}
	return slices.DeleteFunc(slices.Clone(env), func(v string) bool {
		name, _, _ := strings.Cut(v, "=")
		return slices.Contains(heeded, name) || strings.HasPrefix(name, "E2E_") || strings.HasPrefix(name, "EXITHOOK_")
	})
}

// ending describes the end of the process.
func (r result) ending() string {
	switch {
	case r.killed:
		return "killed by the test"
	case r.signal != "":
		return "signal: " + r.signal
	}
	return fmt.Sprintf("status %d", r.status)
}

func (r result) String() string {
	return fmt.Sprintf("%s\n--- standard output:\n%s--- standard error:\n%s---", r.ending(), r.stdout, r.stderr)
}

// A buffer is a bytes.Buffer that can be read while it is written.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// await waits until the process has written a text n times, and reports
// whether it did so in time.
func (p *process) await(text string, n int) bool {
	for range 3000 {
		if strings.Count(p.stdout.String(), text) >= n {
			return true
		}
		time.Sleep(5 * time.Millisecond)
	}
	return false
}
