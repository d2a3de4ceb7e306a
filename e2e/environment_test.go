// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestRelativeFile has a program change its folder: the file is where it was started.
func TestRelativeFile(t *testing.T) {
	t.Parallel()
	for _, b := range builds {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			if why := b.problem(); why != "" {
				unpermitted(t, why)
			}
			start, later := t.TempDir(), t.TempDir()
			if err := os.Mkdir(filepath.Join(start, "sub"), 0o777); err != nil {
				t.Fatal(err)
			}
			for _, name := range []string{"report", "sub/report", "./report 2", "../" + filepath.Base(start) + "/report3"} {
				r := run{build: b, args: []string{"chdir", later}, env: []string{"EXITHOOK=report=json:" + name},
					attr: func(cmd *exec.Cmd) { cmd.Dir = start }}.do(t)
				r.want(t, "status 3", "hook\n", "")
				if _, err := os.Stat(filepath.Join(start, name)); err != nil {
					t.Error(err)
				}
			}
			if files, _ := filepath.Glob(filepath.Join(later, "*")); len(files) > 0 {
				t.Errorf("where it went there is %v", files)
			}
		})
	}
}

// notKnown are values of EXITHOOK, and what is wrong in them.
var notKnown = map[string]string{
	"reports":             "reports",
	"report=xml":          "report=xml",
	"report=xml:FILE":     "report=xml:FILE",
	"bogus=1":             "bogus=1",
	"timeout=abc":         "timeout=abc",
	"timeout=-1s":         "timeout=-1s",
	"timeout":             "timeout",
	"timeout=":            "timeout=",
	"report=json:":        "report=json:",
	"timeout=8s,bogus":    "bogus",
	"bogus,timeout=8s":    "bogus",
	"Report":              "Report",
	"timeout=1s, report2": "report2",
}

// TestEnvironmentNotKnown has the variable say something that is not known. A line
// says so, and all else is as without it.
func TestEnvironmentNotKnown(t *testing.T) {
	t.Parallel()
	for _, b := range builds {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			if why := b.problem(); why != "" {
				unpermitted(t, why)
			}
			for value, what := range notKnown {
				r := run{build: b, args: []string{"success", "3"}, env: []string{"EXITHOOK=" + value}}.do(t)
				line := regexp.MustCompile(`^exithook: .*EXITHOOK.*` + regexp.QuoteMeta(what) + `\b.*\n$`)
				if strings.HasSuffix(what, "=") || strings.HasSuffix(what, ":") {
					line = regexp.MustCompile(`^exithook: .*EXITHOOK.*` + regexp.QuoteMeta(what) + `.*\n$`)
				}
				known := strings.Contains(r.stderr, "timeout=") && strings.Contains(r.stderr, "report=json:FILE")
				if r.ending() != "status 3" || r.stdout != lines("D", "B") || !line.MatchString(r.stderr) || !known {
					t.Errorf("EXITHOOK=%s: want one line that has %q and what is known, got %v", value, what, r)
				}
			}
			for _, value := range []string{"", "timeout=8s", "timeout=0"} {
				r := run{build: b, args: []string{"success", "3"}, env: []string{"EXITHOOK=" + value}}.do(t)
				r.want(t, "status 3", lines("D", "B"), "")
			}
		})
	}
}

// deadlinePassed is the first line about a deadline that has passed.
func deadlinePassed(timeout string) string {
	return "exithook: the hooks did not finish within the timeout of " + timeout + " for all of them\n"
}

// limitOfHour is how long a program may take whose hook takes an hour, and whose
// deadline is to be sooner than the usual one.
const limitOfHour = 20 * time.Second

// TestEnvironmentTimeout has who runs the program say how long the hooks may take,
// whatever the program says.
func TestEnvironmentTimeout(t *testing.T) {
	conform(t, 25, func(t *testing.T, b *build) {
		for _, own := range []string{"0s", "30s", "10ms"} {
			r := run{build: b, args: []string{"hook-of", "1h", own}, env: []string{"EXITHOOK=timeout=300ms"}, limit: limitOfHour}.do(t)
			if r.ending() != "status 2" || r.stdout != "" || !strings.HasPrefix(r.stderr, deadlinePassed("300ms")) ||
				!strings.Contains(r.stderr, "\nfatal error: exit hook did not return\n") {
				t.Errorf("SetTimeout(%s): %v", own, r)
			}
		}
		for _, value := range []string{"timeout=30s", "timeout=0"} {
			r := run{build: b, args: []string{"hook-of", "500ms", "50ms"}, env: []string{"EXITHOOK=" + value}}.do(t)
			r.want(t, "status 3", lines("slow ends", "first"), "")
		}
	})
}

// TestEnvironmentList has the variable say several things.
func TestEnvironmentList(t *testing.T) {
	conform(t, 25, func(t *testing.T, b *build) {
		for _, value := range []string{"timeout=300ms,report", "report,timeout=300ms"} {
			r := run{build: b, args: []string{"hook-of", "1h", "0s"}, env: []string{"EXITHOOK=" + value}, limit: limitOfHour}.do(t)
			if r.ending() != "status 2" || !strings.HasPrefix(r.stderr, deadlinePassed("300ms")) ||
				!strings.Contains(r.stderr, "\nexithook: exit 3, "+b.exitName()+" at environment.go:") {
				t.Errorf("EXITHOOK=%s: %v", value, r)
			}
		}
		r := run{build: b, args: []string{"success", "3"}, env: []string{"EXITHOOK=report,bogus"}}.do(t)
		if r.ending() != "status 3" || !strings.Contains(r.stderr, "bogus") || !strings.Contains(r.stderr, "\nexithook: exit 3, ") {
			t.Errorf("%v", r)
		}
	})
}
