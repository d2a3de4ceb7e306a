// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package report

import "testing"

func TestSummarize(t *testing.T) {
	for _, test := range []struct {
		e    End
		want string
	}{
		{End{Cause: "return", CodeKnown: true}, "exit 0, return of main"},
		{End{Cause: "os.Exit", Code: 3, CodeKnown: true, Via: "os.Exit", File: "/src/main.go", Line: 7}, "exit 3, os.Exit at main.go:7"},
		{End{Cause: "os.Exit", Code: 1, Via: "log.Fatal"}, "exit with a code that is not 0, but not known exactly, log.Fatal at an unknown place"},
		{End{Cause: "signal", Code: 143, CodeKnown: true, Signal: "term\ninated"}, `exit 143, signal: term\ninated`},
		{End{Cause: "Goexit", Code: 2, CodeKnown: true}, "exit 2, main called runtime.Goexit"},
		{End{Cause: "Run", Code: 4, CodeKnown: true}, "exit 4"},
		{End{Cause: "panic", Code: 2, CodeKnown: true, Panic: "boo", Via: "panic", File: "C:/x/main.go", Line: 9}, "exit 2, panic at main.go:9: boo"},
		{End{Cause: "panic", Code: 2, CodeKnown: true, Panic: "boo"}, "exit 2: boo"},
		// Lines of the value that look like those of a report, or that move a cursor.
		{
			End{Cause: "panic", Code: 2, CodeKnown: true, Panic: "boo\n\nhooks: 0\nlater: exit 0\x1b[A", Via: "panic", File: "main.go", Line: 9},
			"exit 2, panic at main.go:9: boo\n\t\n\thooks: 0\n\tlater: exit 0\\x1b[A",
		},
	} {
		if test.e.Summarize(); test.e.Summary != test.want {
			t.Errorf("got %q, want %q", test.e.Summary, test.want)
		}
	}
}
