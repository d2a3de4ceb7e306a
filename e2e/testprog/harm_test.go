// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build linux

package testprog

import (
	"strings"
	"testing"
)

// harm is what an import must not do.
const harm = `import "os"

func init() {
	switch os.Getenv("HARM") {
	case "goroutine":
		go func() { select {} }()
	case "output":
		println("hello")
	case "status":
		os.Exit(3)
	}
}
`

// TestHarmIsSeen makes sure that the comparison can fail.
func TestHarmIsSeen(t *testing.T) {
	w := newWorkshop(t)
	w.module("plain", "")
	w.module("other", harm)
	bins := pair{w.build("plain", "", "testprog"), w.build("other", "", "testprog")}
	for _, test := range []struct {
		name, harm string
		want       verdict
	}{
		{"DeferLiveness", "", identical},
		{"DeferLiveness", "status", different},
		{"GoexitDeadlock", "goroutine", different},
		{"GoexitExit", "output", different},
		{"NumGoroutine", "goroutine", different},
		{"FinalizerDeadlock", "", varying},
		{"FinalizerDeadlock", "output", different},
		{"FinalizerDeadlock", "status", different},
	} {
		t.Run(test.name+test.harm, func(t *testing.T) {
			t.Parallel()
			c := call{pkg: "testprog", name: test.name, env: []string{"HARM=" + test.harm, "GO_TEST_FINALIZER_DEADLOCK=pprof_proto"}}
			var cmp comparison
			got := cmp.compareCall(t, c, bins)
			if got != test.want {
				t.Errorf("verdict %v, want %v\n%s", got, test.want, cmp.report())
			}
		})
	}
}

// TestVerdict has programs that vary, and ones that seem to at first.
func TestVerdict(t *testing.T) {
	for _, test := range []struct {
		plain, other string // one letter for each run, the last one repeats
		known        []string
		want         verdict
	}{
		{"a", "a", nil, identical},
		{"a", "b", nil, different},
		{"a", "B", nil, different},
		{"ab", "a", nil, varying},
		{"ab", "c", nil, different},
		{"ab", "c", []string{"c"}, varying},
		{"aaaaaaab", "b", nil, varying},
		{"a", "ba", nil, different},
		{"a", "ba", []string{"b"}, varying},
		{"aA", "A", nil, varying},
		{"a", "Aa", nil, varying},
		{"a", "A", nil, different},
	} {
		c := comparison{known: test.known}
		if got := c.compare(letters(test.plain), letters(test.other)); got != test.want {
			t.Errorf("plain %s, other %s, known %v: verdict %v, want %v", test.plain, test.other, test.known, got, test.want)
		}
	}
}

// letters returns outcomes whose text is a letter and whose gist is that letter
// in lower case.
func letters(runs string) func() outcome {
	return func() outcome {
		text := runs[:1]
		runs = runs[min(1, len(runs)-1):]
		return outcome{text, []string{strings.ToLower(text)}}
	}
}

func TestNormalize(t *testing.T) {
	const trace = `panic: x

goroutine 1 gp=0xc000002380 m=0 mp=0x5a6f00 [running]:
main.main()
	main.go:9 +0x25

goroutine 34 gp=0xc000003a40 m=nil [select (no cases)]:
example.com/b.f(0x1, 0xc000012345, 0x2?)
	b.go:1 +0x1

goroutine 2 gp=0xc0000028c0 m=nil [force gc (idle)]:
runtime.gopark(...)
	proc.go:424
created by runtime.init.6 in goroutine 1
	proc.go:325 +0x1a

goroutine 18 [sleep]:
example.com/a.f()
	a.go:1 +0x1

rax    0x5
`
	const want = `panic: x

goroutine 1 gp=0xN m=N mp=0xN [running]:
main.main()
	main.go:9 +0x25

goroutine N [sleep]:
example.com/a.f()
	a.go:1 +0x1

goroutine N gp=0xN m=nil [select (no cases)]:
example.com/b.f(0x1, 0xN, 0xN?)
	b.go:1 +0x1

rax 0xN`
	if got := normalize(trace); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
