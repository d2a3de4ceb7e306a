// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package e2e

import (
	"path/filepath"
	"strings"
	"testing"
)

// testSource is a test whose TestMain calls os.Exit, as it usually does. EXIT
// is the exit function.
const testSource = `package m

import (
	"log"
	"os"
	"testing"

	"github.com/exithook/exithook"
)

var _ = os.Exit

func TestMain(m *testing.M) {
	log.SetFlags(0)
	exithook.Defer(func() {
		t, _ := exithook.Status()
		println("hook:", t.String())
	})
	EXIT(m.Run())
}

func TestGood(t *testing.T) {}

func TestBad(t *testing.T) { t.Error("bad") }

func TestFatal(t *testing.T) { log.Fatal("fatal") }

func TestPanic(t *testing.T) {
	exithook.Go(func() { panic("boom") })
	select {}
}
`

// testBinary builds the test above.
func (b *build) testBinary(t *testing.T, exit string) string {
	t.Helper()
	dir := module(t, map[string]string{"m_test.go": strings.Replace(testSource, "EXIT", exit, 1)})
	exe := filepath.Join(dir, "m.test.exe")
	b.goIn(t, dir, "test", "-c", "-o", exe)
	return exe
}

func TestTestBinary(t *testing.T) {
	conform(t, 32, func(t *testing.T, b *build) {
		for _, exit := range b.vias() {
			exe := b.testBinary(t, exit)
			b.runTest(t, exe, "Good").want(t, "status 0", "PASS\n", "hook: exit 0, "+exit+" at m_test.go:N\n")
			r := b.runTest(t, exe, "Bad")
			r.stdout = strings.Split(r.stdout, " (")[0] + "\n"
			r.want(t, "status 1", "--- FAIL: TestBad\n", "hook: exit 1, "+exit+" at m_test.go:N\n")
			if b.link {
				b.runTest(t, exe, "Fatal").want(t, "status 1", "", "fatal\nhook: exit 1, log.Fatal at m_test.go:N\n")
			}
			b.testBinaryPanics(t, exe)
		}
	})
}

func (b *build) testBinaryPanics(t *testing.T, exe string) {
	t.Helper()
	crash := b.crash("Go", "boom", "example.com/m.TestPanic.func1", "m_test.go")
	b.runTest(t, exe, "Panic").want(t, "status 2", "", "hook: exit 2, panic at m_test.go:N: boom\n"+crash)
}

func (b *build) runTest(t *testing.T, exe, name string) result {
	t.Helper()
	return run{build: b, exe: exe, args: []string{"-test.run=^Test" + name + "$"}}.do(t)
}

// TestTestBinaryUncovered has os.Exit in TestMain without the link.
func TestTestBinaryUncovered(t *testing.T) {
	t.Parallel()
	exe := nolink.testBinary(t, "os.Exit")
	nolink.runTest(t, exe, "Good").want(t, "status 0", "PASS\n", "")
	nolink.runTest(t, exe, "Fatal").want(t, "status 1", "", "fatal\n")
}
