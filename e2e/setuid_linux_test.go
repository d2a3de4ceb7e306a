// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestSetuid has a user run a program that has the rights of another one: it
// must not write a report to where the user says.
func TestSetuid(t *testing.T) {
	t.Parallel()
	if os.Getuid() != 0 {
		unpermitted(t, "only root can make a set-user-ID program of another user")
	}
	prog, err := link.prog()
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(prog)
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "exithook-setuid-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	exe := filepath.Join(dir, "prog")
	for _, err := range []error{
		os.Chmod(dir, 0o711), // others are to get at the program
		writeProgram(exe, data),
		os.Chown(exe, owner, owner),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for mode, want := range map[os.FileMode]bool{0o755: true, os.ModeSetuid | 0o755: false, os.ModeSetgid | 0o755: false} {
		if err := os.Chmod(exe, mode); err != nil {
			t.Fatal(err)
		}
		r := run{exe: exe, args: []string{"success", "0"}, env: []string{"EXITHOOK=report"}, attr: asUser}.do(t)
		if got := strings.HasPrefix(r.stderr, "exithook: exit 0, "); got != want || r.ending() != "status 0" {
			t.Errorf("mode %v: reports: %v, want %v\n%v", mode, got, want, r)
		}
	}
}

// writeProgram writes a program that is to be run at once. No other test starts a process
// meanwhile: that would have the file open for writing until its exec, and until then
// the program is "text file busy" (golang/go#22315).
func writeProgram(name string, data []byte) error {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	return os.WriteFile(name, data, 0o755)
}

// The owner of the program and the user who runs it.
const (
	owner = 60001
	user  = 60002
)

func asUser(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: user, Gid: user}}
	cmd.Dir = "/"
}
