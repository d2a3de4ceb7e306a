// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/exithook/exithook/examples/internal/trial"
)

// TestMain makes the binary of the test serve as the demo, too.
func TestMain(m *testing.M) {
	if os.Getenv("EXITHOOK_DEMO") != "" {
		main()
	}
	os.Exit(m.Run())
}

// command returns the demo, ready to be started, and the folder for its
// temporary files.
func command(t *testing.T) (cmd *exec.Cmd, tmp string) {
	t.Helper()
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	tmp = t.TempDir()
	cmd = exec.Command(binary)
	cmd.Env = append(cmd.Environ(), "EXITHOOK_DEMO=1", "TMPDIR="+tmp, "TMP="+tmp, "GORACE=atexit_sleep_ms=10")
	return cmd, tmp
}

func mustBeEmpty(t *testing.T, dir string) {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil || len(files) > 0 {
		t.Errorf("files are left behind: %v, %v", files, err)
	}
}

func TestDemo(t *testing.T) {
	t.Parallel()
	cmd, tmp := command(t)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil || !strings.HasSuffix(string(out), "\nnothing was lost with hooks\n") {
		t.Errorf("the demo ended with %v\n%s", err, out)
	}
	for _, w := range trial.Ways() {
		if !strings.Contains(string(out), "\n"+w.Name+" ") {
			t.Errorf("the demo does not show %s", w.Name)
		}
	}
	mustBeEmpty(t, tmp)
}
