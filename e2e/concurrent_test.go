// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package e2e

import (
	"fmt"
	"strconv"
	"testing"
	"time"
)

func TestExits(t *testing.T) {
	conform(t, 12, func(t *testing.T, b *build) {
		repeat(t, b.often(100, 30), func() error {
			r, err := run{build: b, args: []string{"exits"}}.try()
			if err != nil {
				return err
			}
			return r.differs("status 0", lines("begin", "end"), "")
		})
	})
}

// TestMixed has 100 processes per build and exit function, 500 with EXITHOOK_LONG,
// or as many as EXITHOOK_MIXED says, a fifth of that with the race detector, and a
// few on other systems.
func TestMixed(t *testing.T) {
	conform(t, 13, func(t *testing.T, b *build) {
		n := b.often(500, 500)
		if b.foreign == nil {
			n = setting(t, "EXITHOOK_MIXED", n)
		}
		if b.race {
			n = max(n/5, 1)
		}
		b.mixed(t, n, "E2E_EXIT=Exit")
		if b.link {
			b.mixed(t, n, "E2E_EXIT=os.Exit")
		}
	})
}

func (b *build) mixed(t *testing.T, n int, exit string) {
	t.Helper()
	zeros := make(chan bool, n)
	repeat(t, n, func() error {
		r, err := run{build: b, args: []string{"mixed"}, env: []string{exit}}.try()
		if err != nil {
			return err
		}
		if r.status == 0 {
			zeros <- true
		}
		return mixedDiffers(r)
	})
	t.Logf("%s: %d processes, %d of them with status 0", exit, n, len(zeros))
}

// mixedDiffers checks that the status, the hooks that ran and the code that
// they saw are of the same exit.
func mixedDiffers(r result) error {
	want := fmt.Sprintf("always %d\n", r.status)
	if r.status == 0 {
		want = "success 0\n" + want
	}
	if r.stdout != want || r.stderr != "" || r.status != 0 && (r.status < 10 || r.status > 25) {
		return fmt.Errorf("the hooks are not those of the exit: %v", r)
	}
	return nil
}

// maxCPU is what a process may use in which 1,000 exits are blocked for 2
// seconds.
const maxCPU = 50 * time.Millisecond

func TestBlocked(t *testing.T) {
	conformAlone(t, 14, func(t *testing.T, b *build) {
		err := blockedDiffers(run{build: b, args: []string{"blocked", "1000"}}, t.Logf)
		if err != nil {
			t.Error(err)
		}
	})
}

// blockedDiffers runs a process with blocked exits, again if it used too much
// CPU, up to 3 times.
func blockedDiffers(p run, logf func(string, ...any)) error {
	for i := 0; ; i++ {
		r, err := p.try()
		if err == nil {
			err = r.differs("status 0", "slow\n", "")
		}
		if err != nil {
			return err
		}
		logf("blocked exits: %v of CPU", r.cpu)
		if p.build.race || r.cpu < maxCPU {
			return nil
		}
		if i == 2 {
			return fmt.Errorf("blocked exits use %v of CPU", r.cpu)
		}
	}
}

func TestWorker(t *testing.T) {
	conform(t, 15, func(t *testing.T, b *build) {
		for _, code := range []int{0, 1, 3, 54, 255} {
			want := lines("A")
			if code == 0 {
				want = lines("B", "A")
			}
			b.run(t, "worker", strconv.Itoa(code)).want(t, fmt.Sprintf("status %d", code), want, "")
		}
	})
}

func TestDependency(t *testing.T) {
	conform(t, 16, func(t *testing.T, b *build) {
		stack := "goroutine N [running]:\n" + frames("log.Fatal", "log.go", "github.com/exithook/exithook/e2e/dep.Die", "dep.go") +
			"created by github.com/exithook/exithook/e2e/dep.Start\n\tdep.go:N\n"
		b.run(t, "dependency").want(t, "status 1", "log.Fatal\n"+stack+"A\n", "dep: cannot go on\n")
	})
}
