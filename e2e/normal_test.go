// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package e2e

import (
	"regexp"
	"strings"
	"testing"
)

// normal replaces what differs between runs in the text of reports and stacks:
//
//	main.f(0x1, {0xc000012345?, 0x5})          main.f(...)
//		/path/of/the/file.go:42 +0x1d      	file.go:N
//	created by main.main in goroutine 1        created by main.main
//	goroutine 17 [running]:                    goroutine N [running]:
//	added at /path/of/the/file.go:42           added at file.go:N
func normal(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if i+1 < len(lines) && isPlace(lines[i+1]) {
			lines[i] = normalCall(line)
		}
	}
	text = strings.Join(lines, "\n")
	text = offset.ReplaceAllString(text, "$1")
	text = position.ReplaceAllString(text, "$1:N")
	return goroutineNumber.ReplaceAllString(text, "goroutine N")
}

var (
	place           = regexp.MustCompile(`^\t.*\.(go|s):\d+( \+0x[0-9a-f]+)?$`)
	offset          = regexp.MustCompile(`(?m)^(\t.*:\d+) \+0x[0-9a-f]+$`)
	position        = regexp.MustCompile(`(?:[A-Za-z]:)?[^\s()"]*?([\w.-]+\.(?:go|s)):\d+`)
	goroutineNumber = regexp.MustCompile(`goroutine [1-9]\d*`)
	creator         = regexp.MustCompile(`^(created by .*?)( in goroutine \d+)?$`)
)

func isPlace(line string) bool { return place.MatchString(line) }

// normalCall removes the arguments from the first line of a frame.
func normalCall(line string) string {
	if m := creator.FindStringSubmatch(line); m != nil {
		return m[1]
	}
	if open := strings.LastIndexByte(line, '('); open >= 0 && strings.HasSuffix(line, ")") {
		return line[:open] + "(...)"
	}
	return line
}

func TestNormal(t *testing.T) {
	in := `exithook: hook "a" (added at /path/of/x-y/file.go:42) panicked: boom 0x12

goroutine 17 [running]:
main.(*T).f(0x1, {0xc000012345?, 0x5})
	/path/of/file.go:42 +0x1d
main.g(...)
	C:/path/asm.s:7
created by main.main in goroutine 1
	/path/of/main-1.go:17 +0x65
exit 1, log.Fatal at server.go:42`
	want := `exithook: hook "a" (added at file.go:N) panicked: boom 0x12

goroutine N [running]:
main.(*T).f(...)
	file.go:N
main.g(...)
	asm.s:N
created by main.main
	main-1.go:N
exit 1, log.Fatal at server.go:N`
	if got := normal(in); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}
