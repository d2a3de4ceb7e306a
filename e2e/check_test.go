// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package e2e

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// want compares the whole result of a run. Texts are in normal form, and the
// ending is "status N" or "signal: NAME".
func (r result) want(t testing.TB, ending, stdout, stderr string) {
	t.Helper()
	if err := r.differs(ending, stdout, stderr); err != nil {
		t.Error(err)
	}
}

func (r result) differs(ending, stdout, stderr string) error {
	if r.ending() == ending && normal(r.stdout) == stdout && normal(r.stderr) == stderr {
		return nil
	}
	want := fmt.Sprintf("%s\n--- standard output:\n%s--- standard error:\n%s---", ending, stdout, stderr)
	return fmt.Errorf("got:\n%s\nwant:\n%s", normal(r.String()), want)
}

// wantFatal compares the result of a merged run that ends in a fatal error:
// what was written before it, and what it says. The stacks after that are the
// runtime's.
func (r result) wantFatal(t testing.TB, before, fatal string) {
	t.Helper()
	if err := r.fatalDiffers(before, fatal); err != nil {
		t.Error(err)
	}
}

func (r result) fatalDiffers(before, fatal string) error {
	got, rest, found := strings.Cut(r.stdout, "fatal error: ")
	line, stacks, _ := strings.Cut(rest, "\n")
	if !found || r.ending() != "status 2" || normal(got) != before || line != fatal || !strings.Contains(stacks, "\ngoroutine ") {
		return fmt.Errorf("got: %s\n%sfatal error: %s (stacks: %.100q)\nwant: status 2\n%sfatal error: %s",
			r.ending(), normal(got), line, stacks, before, fatal)
	}
	return nil
}

// merged runs a mode of prog with standard error in standard output.
func (b *build) merged(t testing.TB, args ...string) result {
	t.Helper()
	return run{build: b, args: args, merged: true}.do(t)
}

// lines joins lines of output.
func lines(line ...string) string {
	if len(line) == 0 {
		return ""
	}
	return strings.Join(line, "\n") + "\n"
}

// inProcesses is how many processes of repeat run at the same time. It is more
// than most machines for tests have cores, so that they are loaded.
const inProcesses = 4

// repeat calls f n times, several at a time, until one of them fails.
func repeat(t *testing.T, n int, f func() error) {
	t.Helper()
	work := make(chan int, n)
	for i := range n {
		work <- i
	}
	close(work)
	var wg sync.WaitGroup
	for range inProcesses {
		wg.Go(func() {
			for i := range work {
				if t.Failed() {
					return
				}
				if err := f(); err != nil {
					t.Errorf("run %d of %d: %v", i+1, n, err)
				}
			}
		})
	}
	wg.Wait()
	t.Logf("%d runs", n)
}

// often returns how many times to run something: plain, or race with the race
// detector, and a fifth of that without EXITHOOK_LONG.
func (b *build) often(plain, race int) int {
	n := plain
	if b.race {
		n = race
	}
	if !long {
		n = max(n/5, 1)
	}
	if b.foreign != nil {
		n = max(n/foreignShare, 1)
	}
	return n
}

// setting returns a number from the environment, or another one.
func setting(t testing.TB, name string, otherwise int) int {
	v := os.Getenv(name)
	if v == "" {
		return otherwise
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < 1 {
		t.Fatalf("%s: not a number of times: %q", name, v)
	}
	return n
}
