// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// limit is how long a job may take.
const limit = 15 * time.Second

// A result is what a process did.
type result struct {
	printed   map[string]float64 // sums of the figures that it printed
	wall, cpu time.Duration      // of a process that is sent a signal, from then on
	state     *os.ProcessState
	killed    bool // it took longer than the limit
}

// run has a program do a job.
func (b *bench) run(t task) (*result, error) {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, b.exe(t.program.binary()), append(slices.Clone(t.program.args), t.job, strconv.Itoa(t.n))...)
	cmd.Env = environ(cmd)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	r := &result{}
	var err error
	if t.job == "signal" {
		r.wall, err = terminate(cmd)
	} else {
		begin := time.Now()
		err = cmd.Run()
		r.wall = time.Since(begin)
	}
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) && ctx.Err() == nil {
		return nil, t.errorf("%v", err)
	}
	r.state, r.killed = cmd.ProcessState, ctx.Err() != nil
	r.cpu = r.state.UserTime() + r.state.SystemTime()
	if !r.killed && !t.endsWell(r.state) {
		return nil, t.errorf("%v\n%s", r.state, &stderr)
	}
	r.printed, err = parse(stdout.String())
	if err != nil {
		return nil, t.errorf("%v", err)
	}
	return r, nil
}

func (t task) errorf(format string, args ...any) error {
	return fmt.Errorf("%s %s %d: %w", t.program.name, t.job, t.n, fmt.Errorf(format, args...))
}

// endsWell reports whether a process ended as it should: how those with other exits
// and with signals end is up to the package.
func (t task) endsWell(s *os.ProcessState) bool {
	return t.job == "blocked" && s.Exited() || t.job == "signal" || s.Success()
}

// terminate starts a program, sends it SIGTERM once it is ready, and returns how
// long it then takes to end.
func terminate(cmd *exec.Cmd) (time.Duration, error) {
	cmd.Stdout = nil
	out, err := cmd.StdoutPipe()
	if err != nil {
		return 0, err
	}
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	if _, err := io.ReadFull(out, make([]byte, len("ready\n"))); err != nil {
		return 0, errors.Join(err, cmd.Wait())
	}
	begin := time.Now()
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return 0, err
	}
	err = cmd.Wait()
	return time.Since(begin), err
}

// parse adds up the lines NAME NUMBER.
func parse(text string) (map[string]float64, error) {
	printed := make(map[string]float64)
	for line := range strings.Lines(text) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		v, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return nil, fmt.Errorf("it prints %q", line)
		}
		printed[name] += v
	}
	return printed, nil
}

// environ is the environment without what changes how Go programs run.
func environ(cmd *exec.Cmd) []string {
	var env []string
	for _, v := range cmd.Environ() {
		switch name, _, _ := strings.Cut(v, "="); name {
		case "GODEBUG", "GOTRACEBACK", "GOMAXPROCS", "GOGC", "GOMEMLIMIT", "EXITHOOK", "DEBUG":
		default:
			env = append(env, v)
		}
	}
	return env
}
