// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package e2e

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// The tests below are for the defects of Go's internal/runtime/exithook, the
// model of this package. Each check is made of our builds, where it must find
// nothing, and of the model itself, where it must find the defect.

// defect checks a build, and returns an error if it has the defect.
type defect func(b *build) error

// testDefect makes a check of all builds. Of the model it must say what sign is.
func testDefect(t *testing.T, theModel *build, sign string, has defect) {
	t.Parallel()
	for _, b := range append(slices.Clone(builds), theModel) {
		if b.race && raceProblem() != "" {
			continue
		}
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			switch err := has(b); {
			case b != theModel && err != nil:
				t.Error(err)
			case b == theModel && (err == nil || !strings.Contains(err.Error(), sign)):
				t.Errorf("the defect of Go's internal package is not there: %v", err)
			case b == theModel:
				t.Logf("as expected: %.300v", err)
			}
		})
	}
}

// limit is when a program counts as stuck. That the model is, is known.
func (b *build) limit() time.Duration {
	if b == model {
		return 2 * time.Second
	}
	return defaultLimit
}

// ends runs a mode of prog that must end in some way.
func (b *build) ends(ending, stdout, stderr string, args ...string) error {
	r, err := run{build: b, args: args, limit: b.limit()}.try()
	if err != nil {
		return err
	}
	return r.differs(ending, stdout, stderr)
}

// endsFatal runs a mode of prog that must end in a fatal error.
func (b *build) endsFatal(before, fatal string, args ...string) error {
	r, err := run{build: b, args: args, limit: b.limit(), merged: true}.try()
	if err != nil {
		return err
	}
	return r.fatalDiffers(before, fatal)
}

// TestDefect1: a second exit overtakes the first after the hooks.
func TestDefect1(t *testing.T) {
	testDefect(t, modelRace, "the hooks are not those of the exit", func(b *build) error {
		for range 30 {
			r, err := run{build: b, args: []string{"mixed-model"}}.try()
			if err != nil {
				return err
			}
			want := "always\n"
			if r.status == 0 {
				want = "success\nalways\n"
			}
			if r.stdout != want || r.stderr != "" {
				return fmt.Errorf("the hooks are not those of the exit: %v", r)
			}
		}
		return nil
	})
}

// TestDefect2: Add inside a hook spins for ever.
func TestDefect2(t *testing.T) {
	testDefect(t, model, "got:\nkilled by the test", func(b *build) error {
		return b.ends("status 3", lines("C", "B begins", "B ends", "Y", "X", "A"), "", "add-in-hook")
	})
}

// TestDefect3: after runtime.Goexit in a hook, the program does not end.
func TestDefect3(t *testing.T) {
	testDefect(t, model, "no goroutines (main called runtime.Goexit)", func(b *build) error {
		stack := []string{"runtime.Goexit", "panic.go", "main.quit", "failures.go"}
		return b.endsFatal("third\n"+b.report("second", "called runtime.Goexit", stack...)+b.middleStack("hookGoexits")+"first\n",
			"exit hook invoked Goexit", "hook-goexits", "0")
	})
}

// maxFewCPU is what a process may use in which 10 exits are blocked for 2
// seconds. The model uses all that it can get, which is little if the machine
// is loaded, and so it has several tries.
const maxFewCPU = 300 * time.Millisecond

// TestDefect4: blocked exits spin.
func TestDefect4(t *testing.T) {
	testDefect(t, model, "blocked exits use ", func(b *build) error {
		err := fewBlockedDiffer(b)
		for try := 1; try < 5 && err == nil && b == model; try++ {
			err = fewBlockedDiffer(b)
		}
		return err
	})
}

func fewBlockedDiffer(b *build) error {
	r, err := run{build: b, args: []string{"blocked", "10"}}.try()
	if err != nil {
		return err
	}
	if r.cpu > maxFewCPU {
		return fmt.Errorf("blocked exits use %v of CPU", r.cpu)
	}
	return r.differs("status 0", "slow\n", "")
}

// TestDefect5: a hook that panics cancels the others, and its value is lost.
func TestDefect5(t *testing.T) {
	testDefect(t, model, "got: status 2\nthird\nfatal error: exit hook invoked panic", func(b *build) error {
		stack := []string{"panic", "panic.go", "main.boom", "failures.go"}
		return b.endsFatal("third\n"+b.report("second", "panicked: boom", stack...)+b.middleStack("hookPanics")+"first\n",
			"exit hook invoked panic", "hook-panics", "0")
	})
}

// TestDefect6: a hook that waits for a goroutine that exits hangs.
func TestDefect6(t *testing.T) {
	testDefect(t, model, "got: killed by the test", func(b *build) error {
		return b.endsFatal(waitExitReport, "exit hook did not return", "wait-exit")
	})
}

// TestDefect7: a stuck hook is a stuck process.
func TestDefect7(t *testing.T) {
	testDefect(t, model, "got: killed by the test", func(b *build) error {
		report := "exithook: the hooks did not finish within the timeout of 500ms for all of them\n" +
			`exithook: hook "stuck" (added at main.go:N) is running` + "\n" + seeBelow + "\n"
		return b.endsFatal(report, "exit hook did not return", "stuck-first")
	})
}

// TestDefect8: hooks have no names, cannot be removed, and know nothing of the
// end. Of the model, that is to be seen from its source.
func TestDefect8(t *testing.T) {
	testDefect(t, model, "Hook has two fields, and Add returns nothing", func(b *build) error {
		if b != model {
			return b.ends("status 0", lines("stop B: true", "stop B: false", "stop B: false", "C", "A"), "", "stop")
		}
		text, err := os.ReadFile(goroot("internal/runtime/exithook/hooks.go"))
		if modelHook.Match(text) && modelAdd.Match(text) {
			return errors.New("Hook has two fields, and Add returns nothing")
		}
		return err
	})
}

var (
	modelHook = regexp.MustCompile(`(?m)^type Hook struct \{\n\tF .*\n\tRunOnFailure .*\n\}$`)
	modelAdd  = regexp.MustCompile(`(?m)^func Add\(h Hook\) \{$`)
)

// TestDefect9: nothing runs on a panic.
func TestDefect9(t *testing.T) {
	testDefect(t, model, "got:\nstatus 2\n--- standard output:\n--- standard error:\npanic: boom", func(b *build) error {
		return b.panicDiffers("Go", "error")
	})
}
