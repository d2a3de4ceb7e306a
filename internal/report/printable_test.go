// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package report

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestPrintable(t *testing.T) {
	for text, want := range map[string]string{
		"":                       "",
		"plain é 世界 \U0001F600":  "plain é 世界 \U0001F600",
		"two\nlines\tand a tab":  "two\nlines\tand a tab",
		"\x1b[31mred":            `\x1b[31mred`,
		"over\rwritten":          `over\rwritten`,
		"bell\a, back\b, \x00":   `bell\a, back\b, \x00`,
		"\x7f \u0085 \u009b31m":  `\x7f \u0085 \u009b31m`, // DEL, NEL, CSI in one character
		"\u202Etxt.exe":          `\u202etxt.exe`,         // turns the direction around
		"zero\u200Bwidth\uFEFF":  `zero\u200bwidth\ufeff`,
		"line\u2028par\u2029end": `line\u2028par\u2029end`,
		"\xff":                   "\uFFFD",
		"\x1b\xff":               `\x1b` + "\uFFFD",
		`a \x1b of one's own`:    `a \x1b of one's own`,
	} {
		if got := Printable(text); got != want {
			t.Errorf("Printable(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestLine(t *testing.T) {
	if got, want := Line("two\nlines\tand é\r\n"), `two\nlines\tand é\r\n`; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// What a value says looks neither like a line of the report nor like one of a trace.
func TestIndented(t *testing.T) {
	const text = "boo\n\ngoroutine 1 [running]:\nexithook: all is well\r\n"
	if got, want := Indented(text), "boo\n\t\n\tgoroutine 1 [running]:\n\texithook: all is well\\r\n\t"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A long text is cut between two characters, and the report says how much is missing.
func TestCut(t *testing.T) {
	a := strings.Repeat("a", longest-1)
	for text, want := range map[string]string{
		a:                                  a,
		a + "b":                            a + "b",
		a + "bc":                           a + "b... and 1 bytes more",
		a + "é":                            a + "... and 2 bytes more",
		a[1:] + "世界":                       a[1:] + "... and 6 bytes more",
		strings.Repeat("\x80", longest+10): strings.Repeat("\x80", longest-utf8.UTFMax) + "... and 14 bytes more", // no text at all
		a + strings.Repeat("b", 1000000):   a + "b... and 999999 bytes more",
	} {
		if got := cut(text); got != want {
			t.Errorf("cut of %d bytes ends in %q, want %q", len(text), got[max(0, len(got)-40):], want[max(0, len(want)-40):])
		}
	}
}

func TestLineAndIndentedCut(t *testing.T) {
	long, want := strings.Repeat("\n", longest+1), "... and 1 bytes more"
	if got := Line(long); got != strings.Repeat(`\n`, longest)+want {
		t.Errorf("Line has %d bytes, and ends in %q", len(got), got[len(got)-40:])
	}
	if got := Indented(long); got != strings.Repeat("\n\t", longest)+want {
		t.Errorf("Indented has %d bytes, and ends in %q", len(got), got[len(got)-40:])
	}
}

// Whatever a text has, a terminal gets characters, tabs and newlines; a line of the
// program's own begins with a tab.
func FuzzPrintable(f *testing.F) {
	f.Add("a\x1b[0m\n\xff\u202e")
	f.Add(strings.Repeat("é\n", longest/3+1))
	f.Fuzz(func(t *testing.T, text string) {
		for name, got := range map[string]string{"Printable": Printable(text), "Line": Line(text), "Indented": Indented(text)} {
			if !utf8.ValidString(got) {
				t.Errorf("%s(%q) is not UTF-8: %q", name, text, got)
			}
			for _, c := range got {
				if escapes(c) && (name == "Line" || c != '\n' && c != '\t') {
					t.Errorf("%s(%q) = %q, which has %q", name, text, got, c)
				}
			}
			if name == "Indented" && strings.Count(got, "\n") != strings.Count(got, "\n\t") {
				t.Errorf("%s(%q) = %q", name, text, got)
			}
		}
	})
}
