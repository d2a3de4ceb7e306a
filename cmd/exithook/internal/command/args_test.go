// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package command

import (
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	for _, test := range []struct {
		args string
		want arguments
	}{
		{"build", arguments{}},
		{"build -o x -race ./a ./b", arguments{flags: []string{"-o", "x", "-race"}, pkgs: []string{"./a", "./b"}}},
		{"test -with p", arguments{rest: []string{"-with", "p"}}}, // a flag of the test binary
		{"build -C d --o=x -with p -with=q -overlay o -- a", arguments{dir: "d", overlay: "o", with: []string{"p", "q"}, flags: []string{"--o=x"}, pkgs: []string{"a"}}},
		{"run -v a -v b", arguments{flags: []string{"-v"}, pkgs: []string{"a"}, rest: []string{"-v", "b"}}},
		{"run a.go b.go c", arguments{pkgs: []string{"a.go", "b.go"}, rest: []string{"c"}}},
		{"test ./... -run X -args y", arguments{flags: []string{"-run", "X"}, pkgs: []string{"./..."}, rest: []string{"-args", "y"}}},
		{"test -test.run X a", arguments{flags: []string{"-test.run", "X"}, pkgs: []string{"a"}}},
		{"test -mine a", arguments{rest: []string{"-mine", "a"}}},
	} {
		words := strings.Fields(test.args)
		test.want.command = words[0]
		got, err := parse(words[0], words[1:], nil)
		if err != nil {
			t.Errorf("%s: %v", test.args, err)
			continue
		}
		if g, w := got.fields(), test.want.fields(); !reflect.DeepEqual(g, w) {
			t.Errorf("%s: got %q, want %q", test.args, g, w)
		}
	}
}

// fields returns the arguments in a form in which nil is an empty list.
func (a *arguments) fields() [][]string {
	lists := [][]string{{a.command, a.dir, a.overlay}, a.with, a.flags, a.pkgs, a.rest}
	for i := range lists {
		lists[i] = append([]string{}, lists[i]...)
	}
	return lists
}

func TestHas(t *testing.T) {
	a, err := parse("build", strings.Fields("-tags -race -o=x -v a"), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, given := a.has("race"); given {
		t.Error("the value of a flag is taken for a flag")
	}
	if v, given := a.has("o"); v != "x" || !given {
		t.Errorf("-o is %q, %v", v, given)
	}
	if got := strings.Join(a.without("tags"), " "); got != "-o=x -v" {
		t.Errorf("without -tags: %s", got)
	}
	if got := strings.Join(a.selectingFlags(), " "); got != "-tags -race" {
		t.Errorf("selecting: %s", got)
	}
}

func TestQuoted(t *testing.T) {
	for _, text := range []string{"", "a", "a b", "'a b' c", "\"it's a\" b"} {
		words, err := splitQuoted(text)
		if err != nil {
			t.Errorf("split %q: %v", text, err)
		}
		if got, err := joinQuoted(words); got != text || err != nil {
			t.Errorf("split and join %q: %q, %v", text, got, err)
		}
	}
	if _, err := splitQuoted("'a"); err == nil {
		t.Error("an open quote is not an error")
	}
	if _, err := joinQuoted([]string{"it's \"a\""}); err == nil {
		t.Error("both quotes are not an error")
	}
}

func TestLanguage(t *testing.T) {
	for version, want := range map[string]string{
		"go1.26.8": "go1.26", "go1.27rc1": "go1.27", "go1.26.8-X:nodwarf5": "go1.26",
		"devel go1.28-0123456789 Mon Jan 1 00:00:00 2029 +0000": "go1.28",
	} {
		if got := language(version); got != want {
			t.Errorf("language(%q) = %q, want %q", version, got, want)
		}
	}
}

func TestEventsFile(t *testing.T) {
	for line, want := range map[string]string{
		"0::/user.slice/x.scope": "/user.slice/x.scope/memory.events",
		"4:memory:/a/b":          "memory/a/b/memory.oom_control",
		"1:cpu,cpuacct:/a":       "",
		"9:name=systemd:/":       "",
		"":                       "",
	} {
		if got := eventsFile(line); filepath.ToSlash(got) != want {
			t.Errorf("eventsFile(%q) = %q, want %q", line, got, want)
		}
	}
}

func TestParseEvents(t *testing.T) {
	if got := parseEvents("low 0\nmax 7\noom 2\noom_kill 3\noom_group_kill 1\n"); got != 3 {
		t.Errorf("got %d", got)
	}
}
