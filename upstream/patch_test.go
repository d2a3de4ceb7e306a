// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package upstream

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// A hunk is a place of a file that a patch changes.
type hunk struct {
	line     int      // where it is, from 1
	old, new []string // lines, each with its newline
}

var (
	fileHeader = regexp.MustCompile(`^--- a/(\S+)\n$`)
	hunkHeader = regexp.MustCompile(`^@@ -(\d+),(\d+) \+(\d+),(\d+) @@.*\n$`)
)

// parsePatch returns the hunks of a unified diff, by file.
func parsePatch(text string) (map[string][]hunk, error) {
	hunks := map[string][]hunk{}
	name, left := "", [2]int{} // the file, and how many lines of the hunk are to come
	for n, line := range strings.SplitAfter(text, "\n") {
		switch m := hunkHeader.FindStringSubmatch(line); {
		case left != [2]int{}:
			h := &hunks[name][len(hunks[name])-1]
			if !h.add(line, &left) {
				return nil, fmt.Errorf("line %d of the patch does not fit its hunk: %q", n+1, line)
			}
		case m != nil && name != "":
			h := hunk{}
			h.line, _ = strconv.Atoi(m[1])
			left[0], _ = strconv.Atoi(m[2])
			left[1], _ = strconv.Atoi(m[4])
			hunks[name] = append(hunks[name], h)
		case fileHeader.MatchString(line):
			name = fileHeader.FindStringSubmatch(line)[1]
		case line != "+++ b/"+name+"\n" && !strings.HasPrefix(line, "diff --git a/") && line != "":
			return nil, fmt.Errorf("line %d of the patch is none of a diff: %q", n+1, line)
		}
	}
	if left != [2]int{} || len(hunks) == 0 {
		return nil, fmt.Errorf("the patch is cut off: %d and %d lines are missing", left[0], left[1])
	}
	return hunks, nil
}

// add adds a line to the hunk, of whose old and new text left many lines are to come.
func (h *hunk) add(line string, left *[2]int) bool {
	if !strings.HasSuffix(line, "\n") {
		return false
	}
	if kind := line[0]; kind == ' ' || kind == '-' {
		h.old = append(h.old, line[1:])
		left[0]--
	}
	if kind := line[0]; kind == ' ' || kind == '+' {
		h.new = append(h.new, line[1:])
		left[1]--
	}
	return strings.ContainsRune(" +-", rune(line[0])) && left[0] >= 0 && left[1] >= 0
}

// apply returns the text of a file with the changes. There is no fuzz and no
// offset: each line must be where the patch says, or the file is refused.
func apply(name, text string, hunks []hunk) (string, error) {
	lines := strings.SplitAfter(text, "\n")
	var out []string
	done := 0
	for _, h := range hunks {
		at := h.line - 1
		if at < done || at+len(h.old) > len(lines) {
			return "", fmt.Errorf("%s has no line %d: the patch is for another version of Go", name, at+len(h.old))
		}
		for i, want := range h.old {
			if got := lines[at+i]; got != want {
				return "", fmt.Errorf("%s:%d is %q, not %q: the patch is for another version of Go", name, at+i+1, got, want)
			}
		}
		out = append(append(out, lines[done:at]...), h.new...)
		done = at + len(h.old)
	}
	return strings.Join(append(out, lines[done:]...), ""), nil
}

// readPatch reads the patch for a version of Go, go1.26.8 or so. There is one for
// each minor version.
func readPatch(version string) (map[string][]hunk, error) {
	minor := regexp.MustCompile(`^go1\.\d+`).FindString(version)
	text, err := os.ReadFile(minor + ".patch")
	if err != nil {
		return nil, fmt.Errorf("no patch for %s: %w", version, err)
	}
	return parsePatch(string(text))
}

// changed returns those files of a GOROOT that the patch for its version changes,
// and that the filter wants, with their new text.
func changed(goroot, version string, want func(name string) bool) (map[string]string, error) {
	hunks, err := readPatch(version)
	if err != nil {
		return nil, err
	}
	files := map[string]string{}
	for name := range hunks {
		if !want(name) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(goroot, name))
		if err != nil {
			return nil, err
		}
		if files[name], err = apply(name, string(text), hunks[name]); err != nil {
			return nil, err
		}
	}
	return files, nil
}
