// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package e2e

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// idleSource is a program that does nothing with exithook. IMPORT is a blank
// import of it, or nothing.
const idleSource = `package main

import (
	"os"
	"runtime"
	"strings"
	IMPORT
)

func main() {
	println("goroutines:", runtime.NumGoroutine())
	text, _ := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "SigCgt:") || strings.HasPrefix(line, "SigIgn:") {
			print(line)
		}
	}
}
`

// blankImport is the import of a package for its effects.
const blankImport = `_ "github.com/exithook/exithook"`

func TestIdle(t *testing.T) {
	conform(t, 43, func(t *testing.T, b *build) {
		without := b.source(t, "without", strings.Replace(idleSource, "IMPORT", "", 1))
		with := b.source(t, "with", strings.Replace(idleSource, "IMPORT", blankImport, 1))
		want := run{build: b, exe: without}.do(t)
		if !strings.HasPrefix(want.stderr, "goroutines: 1\n") {
			t.Fatal(want)
		}
		run{build: b, exe: with}.do(t).want(t, "status 0", "", want.stderr)
		b.initAllocs(t, with)
	})
}

// initLine is what the runtime reports of the initialization of a package.
var initLine = regexp.MustCompile(`(?m)^init (github\.com/exithook/\S*) .* clock, (\d+) bytes, (\d+) allocs$`)

// initAllocs checks that the initialization of our packages allocates nothing.
func (b *build) initAllocs(t *testing.T, exe string) {
	t.Helper()
	r := run{build: b, exe: exe, env: []string{"GODEBUG=inittrace=1"}}.do(t)
	found := initLine.FindAllStringSubmatch(r.stderr, -1)
	for _, m := range found {
		if m[2] != "0" || m[3] != "0" {
			t.Errorf("allocation at the start: %s", m[0])
		}
	}
	if r.ending() != "status 0" || len(found) == 0 {
		t.Error(r)
	}
}

// sizes are programs, and how many bytes larger they may be for importing exithook: one
// that prints a word with nothing but os, and one that has fmt and net/http anyway.
var sizes = map[string]struct {
	source string
	most   int64
}{
	"os": {"package main\n\nimport (\n\t\"os\"\n\tIMPORT\n)\n\nfunc main() { os.Stdout.WriteString(\"hello\") }\n", 400 << 10},
	"http": {"package main\n\nimport (\n\t\"fmt\"\n\t\"net/http\"\n\tIMPORT\n)\n\n" +
		"func main() { fmt.Println(http.ListenAndServe(\"\", nil)) }\n", 250 << 10},
}

func TestSize(t *testing.T) {
	conform(t, 43, func(t *testing.T, b *build) {
		for name, s := range sizes {
			without := size(t, b.plain().source(t, "without", strings.Replace(s.source, "IMPORT", "", 1)))
			with := size(t, b.source(t, "with", strings.Replace(s.source, "IMPORT", blankImport, 1)))
			t.Logf("%s: %d bytes, and %d more with exithook", name, without, with-without)
			if grown := with - without; grown > s.most && !b.race {
				t.Errorf("%s: %d bytes more than without exithook, want at most %d", name, grown, s.most)
			}
		}
	})
}

func size(t *testing.T, exe string) int64 {
	t.Helper()
	info, err := os.Stat(exe)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

// cover is a build that collects coverage data, by way of the model.
var cover = []*build{
	{name: "link -cover", flags: []string{"-cover"}, link: true},
	{name: "nolink -cover", flags: []string{"-cover", "-tags=exithook_nolink"}},
}

// TestCover checks that coverage data is written, and the hooks run. The
// runtime's own hook writes it.
func TestCover(t *testing.T) {
	for _, b := range cover {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			for code, want := range map[string]string{"0": lines("E", "D", "C", "B", "A"), "54": lines("D", "B")} {
				dir := t.TempDir()
				r := run{build: b, args: []string{"success", code}, env: []string{"GOCOVERDIR=" + dir}}.do(t)
				r.want(t, "status "+code, want, "")
				for _, pattern := range []string{"covmeta.*", "covcounters.*"} {
					if files, _ := filepath.Glob(filepath.Join(dir, pattern)); len(files) != 1 {
						t.Errorf("code %s: %d files %s", code, len(files), pattern)
					}
				}
			}
		})
	}
}
