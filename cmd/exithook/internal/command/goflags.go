// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package command

import (
	"strings"
	"unicode"
)

// splitQuoted splits a list of words as the go command splits GOFLAGS and the
// value of -exec: at white space, unless a word is in single or double quotes.
func splitQuoted(s string) ([]string, error) {
	var words []string
	for {
		s = strings.TrimLeftFunc(s, unicode.IsSpace)
		if s == "" {
			return words, nil
		}
		if s[0] == '\'' || s[0] == '"' {
			word, rest, found := strings.Cut(s[1:], s[:1])
			if !found {
				return nil, fail("", "unterminated %c string in %s", s[0], s)
			}
			words, s = append(words, word), rest
			continue
		}
		i := strings.IndexFunc(s, unicode.IsSpace)
		if i < 0 {
			i = len(s)
		}
		words, s = append(words, s[:i]), s[i:]
	}
}

// joinQuoted is the reverse. It returns an error for a word that has both kinds
// of quotes.
func joinQuoted(words []string) (string, error) {
	var quoted []string
	for _, w := range words {
		switch {
		case !strings.ContainsFunc(w, unicode.IsSpace) && !strings.HasPrefix(w, "'") && !strings.HasPrefix(w, "\""):
		case !strings.Contains(w, "'"):
			w = "'" + w + "'"
		case !strings.Contains(w, "\""):
			w = "\"" + w + "\""
		default:
			return "", fail("", "GOFLAGS cannot have %s: it has both kinds of quotes", w)
		}
		quoted = append(quoted, w)
	}
	return strings.Join(quoted, " "), nil
}

// takeGoflags takes -overlay out of the user's GOFLAGS, for one on the command line
// to be merged with it. The other flags stay.
func (t *tool) takeGoflags() error {
	words, err := splitQuoted(t.goTool.GOFLAGS)
	t.goflags = []string{}
	for _, w := range words {
		name, value, _ := split(w + " ")
		if value = strings.TrimSuffix(value, " "); name != "overlay" {
			t.goflags = append(t.goflags, w)
		} else if t.args.overlay == "" {
			t.args.overlay = value
		}
	}
	return err
}
