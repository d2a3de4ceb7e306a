// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package report

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// This file keeps texts of the program apart from what a report says itself: they do
// nothing to a terminal, and do not look like a line of the report.

// longest is how many bytes of one text of the program a report shows.
const longest = 4 << 10

// Printable returns a text in which characters that a terminal may obey are escaped, apart
// from newlines and tabs. Invalid UTF-8 becomes U+FFFD.
func Printable(text string) string {
	return printable(text, func(c rune) bool { return c == '\n' || c == '\t' })
}

// Line returns the text as one line, cut if it is very long.
func Line(text string) string {
	return printable(cut(text), func(rune) bool { return false })
}

// Indented returns the text, cut if it is very long, with a tab before each line but
// the first, so that it ends where the indentation does.
func Indented(text string) string {
	lines := strings.Builder{}
	for _, c := range Printable(cut(text)) {
		lines.WriteRune(c)
		if c == '\n' {
			lines.WriteByte('\t')
		}
	}
	return lines.String()
}

// cut returns the beginning of a text that is too long, and says how much is missing.
func cut(text string) string {
	if len(text) <= longest {
		return text
	}
	end := longest
	for end > longest-utf8.UTFMax && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + "... and " + strconv.Itoa(len(text)-end) + " bytes more"
}

func printable(text string, also func(rune) bool) string {
	var w strings.Builder
	for _, c := range text {
		if escapes(c) && !also(c) {
			quoted := strconv.QuoteRuneToASCII(c)
			w.WriteString(quoted[1 : len(quoted)-1])
		} else {
			w.WriteRune(c)
		}
	}
	return w.String()
}

// escapes reports whether a terminal may take the character for something else than a
// character: control codes, and those that change the direction of the text.
func escapes(c rune) bool { return unicode.In(c, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) }
