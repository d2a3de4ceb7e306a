// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// raised are ways to give a program more rights than the user has who runs it, and to
// drop them again.
var raised = map[string]struct {
	raise func(exe string) error
	drop  string
}{
	"set-user-ID":  {func(exe string) error { return os.Chmod(exe, os.ModeSetuid|0o755) }, "setuid"},
	"set-group-ID": {func(exe string) error { return os.Chmod(exe, os.ModeSetgid|0o755) }, "setgid"},
	"capabilities": {setCapabilities, "capset"},
}

// setCapabilities has a program run with cap_dac_override in its effective set.
func setCapabilities(exe string) error {
	const revision2, effective, dacOverride = 2, 1, 1 << 1
	value := make([]byte, 20) // a struct vfs_cap_data
	value[0], value[3], value[4] = effective, revision2, dacOverride
	return os.NewSyscallError("setxattr", syscall.Setxattr(exe, "security.capability", value, 0))
}

// TestRaisedRights has a user run programs with more rights than the user has: what
// the user says in EXITHOOK has no effect, whatever the program has dropped.
func TestRaisedRights(t *testing.T) {
	t.Parallel()
	if os.Getuid() != 0 {
		unpermitted(t, "only root can raise the rights of a program")
	}
	for _, b := range []*build{link, nolink, full} {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			own := b.programOf(t, func(exe string) error { return os.Chmod(exe, 0o755) })
			own.reports(t, true, "keep")
			for name, r := range raised {
				p := b.programOf(t, r.raise)
				for _, drop := range []string{"keep", r.drop} {
					t.Run(name+", "+drop, func(t *testing.T) { p.reports(t, false, drop) })
				}
			}
		})
	}
}

// An owned is a program that belongs to somebody else than who runs it.
type owned struct {
	*build
	exe string
}

// programOf copies prog to where users get at it, and gives it rights.
func (b *build) programOf(t *testing.T, raise func(exe string) error) *owned {
	t.Helper()
	prog, err := b.prog()
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(prog)
	if err != nil {
		t.Fatal(err)
	}
	dir := sharedDir(t)
	exe := filepath.Join(dir, "prog")
	for _, err := range []error{writeProgram(exe, data), os.Chown(exe, owner, owner), raise(exe)} {
		if err != nil {
			unpermitted(t, err.Error())
		}
	}
	return &owned{b, exe}
}

// sharedDir makes a folder in which everybody may write.
func sharedDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "exithook-rights-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	return dir
}

// reports runs the program with what EXITHOOK may say, each of which it heeds or not.
func (o *owned) reports(t *testing.T, want bool, drop string) {
	t.Helper()
	file := filepath.Join(sharedDir(t), "report")
	for _, value := range []string{"report", "report=json:" + file, "timeout=100ms", "bogus"} {
		r := run{build: o.build, exe: o.exe, args: []string{"rights", drop}, env: []string{"EXITHOOK=" + value}, attr: asUser}.do(t)
		_, err := os.Stat(file)
		var got bool
		switch {
		case strings.HasPrefix(value, "report="):
			got = err == nil
		default:
			got = r.stderr != ""
		}
		if got != want {
			t.Errorf("EXITHOOK=%s: heeded: %v, want %v\n%v", value, got, want, r)
		}
		if !want && (r.ending() != "status 0" || r.stdout != "hook\n") {
			t.Errorf("EXITHOOK=%s: %v", value, r)
		}
		os.Remove(file)
	}
}
