// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build linux

package testprog

import (
	"regexp"
	"slices"
	"strings"
)

// noise is what differs between two runs of the same program, or between two
// programs that are linked with different packages.
var noise = []struct {
	pattern *regexp.Regexp
	name    string
}{
	// The main goroutine is always 1, the numbers of others depend on the
	// processor that they are started on.
	{regexp.MustCompile(`\bgoroutine ([2-9]|[1-9]\d+)\b`), "goroutine N"},
	{regexp.MustCompile(`\bg \d+:`), "g N:"},
	{regexp.MustCompile(`\bm=\d+\b`), "m=N"},
	// The runtime itself marks these arguments as unreliable.
	{regexp.MustCompile(`0x[0-9a-f]+\?`), "0xN?"},
	{regexp.MustCompile(`0x[0-9a-f]{5,}`), "0xN"},
	{regexp.MustCompile(`(?m)^(r\w+|[c-g]s) +0x\w+$`), "$1 0xN"},
	// Where a signal was sent by kill or tgkill, this is the number of the sender.
	{regexp.MustCompile(`sigcode=(0|18446744073709551610) addr=0x[0-9a-f]+`), "sigcode=$1 addr=PID"},
	// A signal hits some instruction of the endless loops in these files. Which
	// one it is depends on how the processor likes their addresses.
	{regexp.MustCompile(`\b(crashdump|segv)\.go:\d+( \+0x[0-9a-f]+)?`), "$1.go"},
	{regexp.MustCompile(`\b(memprof|timeprof|timeprofnow)\d+`), "$1"},
}

// normalize removes the noise from the output of a program.
func normalize(text string) string {
	for _, n := range noise {
		text = n.pattern.ReplaceAllString(text, n.name)
	}
	blocks := strings.Split(strings.TrimSuffix(text, "\n"), "\n\n")
	for i := 0; i < len(blocks); i++ {
		n := 0
		for n < len(blocks)-i && strings.HasPrefix(blocks[i+n], "goroutine ") {
			n++
		}
		if n > 1 {
			others := slices.DeleteFunc(slices.Clone(blocks[i+1:i+n]), ofRuntime)
			slices.Sort(others)
			blocks = slices.Replace(blocks, i+1, i+n, others...)
			i += len(others)
		}
	}
	return strings.Join(blocks, "\n\n")
}

// ofRuntime reports whether the goroutine in a block of a trace is one of those
// that the runtime works with. They are there or not, and do this or that,
// depending on the time.
func ofRuntime(block string) bool {
	for i, line := range strings.Split(block, "\n") {
		line = strings.TrimPrefix(line, "created by ")
		if i > 0 && !strings.HasPrefix(line, "\t") && !strings.HasPrefix(line, "runtime.") {
			return false
		}
	}
	return true
}

// gist returns what says the most about how a program ended: its status, the
// first line of its output, and each line that names an error or success.
func gist(status, output string) string {
	var lines []string
	for i, line := range strings.Split(output, "\n") {
		line = unprintable.ReplaceAllString(line, "")
		if (i == 0 || telling.MatchString(line)) && !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	return status + ": " + strings.Join(lines, "; ")
}

var (
	telling     = regexp.MustCompile(`^\s*(panic: |fatal error: |SIG[A-Z]+: |OK$|success$)`)
	unprintable = regexp.MustCompile(`[^\t -~].*`)
)
