// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package settings

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestParse(t *testing.T) {
	dir := t.TempDir()
	abs := filepath.Join(dir, "abs")
	for value, want := range map[string]Settings{
		"":                    {},
		"report":              {Reports: []Report{{Setting: "report"}}},
		"timeout=8s":          {Timeout: 8 * time.Second, HasTimeout: true},
		"timeout=0":           {HasTimeout: true},
		"timeout=2s,,report":  {Timeout: 2 * time.Second, HasTimeout: true, Reports: []Report{{Setting: "report"}}},
		"report=json:a:b":     {Reports: []Report{{Setting: "report=json:a:b", Format: JSON, File: filepath.Join(dir, "a:b")}}},
		"report=text:" + abs:  {Reports: []Report{{Setting: "report=text:" + abs, File: abs}}},
		"report=pipe:3:12345": {Reports: []Report{{Setting: "report=pipe:3:12345", Format: Pipe, FD: 3, Inode: 12345}}},
		"report=json:a,report": {Reports: []Report{
			{Setting: "report=json:a", Format: JSON, File: filepath.Join(dir, "a")},
			{Setting: "report"},
		}},
	} {
		got, problems := Parse(value, dir)
		if !reflect.DeepEqual(got, want) || problems != nil {
			t.Errorf("%q: got %+v, %q, want %+v", value, got, problems, want)
		}
	}
}

func TestParseProblems(t *testing.T) {
	const unknown = " is unknown"
	const tail = ": known are timeout=DURATION, report, report=text:FILE and report=json:FILE, with commas between them"
	const duration = " has no duration such as 8s or 1m30s, or 0 for none"
	for setting, want := range map[string]string{
		"off":             `"off"` + unknown,
		"reports":         `"reports"` + unknown,
		"Report":          `"Report"` + unknown,
		"report=":         `"report="` + unknown,
		"report=xml":      `"report=xml"` + unknown,
		"report=xml:f":    `"report=xml:f"` + unknown,
		"bogus=1":         `"bogus=1"` + unknown,
		"timeout":         `"timeout"` + unknown,
		"timeout=":        `"timeout="` + duration,
		"timeout=abc":     `"timeout=abc"` + duration,
		"timeout=8":       `"timeout=8"` + duration,
		"timeout=-1s":     `"timeout=-1s"` + duration,
		"report=json:":    `"report=json:" names no file`,
		"report=text":     `"report=text" names no file`,
		"report=pipe:3":   `"report=pipe:3" has no descriptor and inode`,
		"report=pipe:x:1": `"report=pipe:x:1" has no descriptor and inode`,
		"\x1b[2J":         `"\x1b[2J"` + unknown,
	} {
		got, problems := Parse("timeout=2s,"+setting, "/")
		if !reflect.DeepEqual(problems, []string{"exithook: EXITHOOK: " + want + tail}) {
			t.Errorf("%q: problems %q, want %s", setting, problems, want)
		}
		if got.Timeout != 2*time.Second || got.Reports != nil {
			t.Errorf("%q: got %+v", setting, got)
		}
	}
}

func TestDir(t *testing.T) {
	want, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	got, err := os.Stat(Dir())
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(want); err != nil || !os.SameFile(got, info) {
		t.Errorf("Dir is %s, want %s", Dir(), want)
	}
}

// The programs of e2e have raised rights. This one does not.
func TestRaised(t *testing.T) {
	if Raised() {
		t.Error("rights are raised")
	}
}

// A relative file is refused if its folder is not known.
func TestNoDir(t *testing.T) {
	got, problems := Parse("report=json:file", "")
	if got.Reports != nil || len(problems) != 1 || !strings.Contains(problems[0], `"report=json:file" is relative, and the folder that the program was started in is not known`) {
		t.Errorf("got %+v, %q", got, problems)
	}
}
