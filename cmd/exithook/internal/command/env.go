// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package command

import (
	"path/filepath"
	"slices"
	"strings"
)

// printEnv is exithook env: it prints the environment in which the plain go
// command makes the same build.
func (t *tool) printEnv() error {
	if t.args.files() {
		return misuse("name the package by its folder", "exithook env does not take files: they would be others in the build")
	}
	inj, err := t.inject()
	if err != nil {
		return t.explain(err)
	}
	goflags, err := joinQuoted(slices.Concat(t.goflags, t.args.joined(), []string{"-overlay=" + inj.file}))
	if err != nil {
		return err
	}
	text := "GOFLAGS=" + shellQuote(goflags) + "\n"
	if g := &t.goTool; g.command != "" {
		text += "GOROOT=" + shellQuote(g.GOROOT) + "\nGOTOOLCHAIN=local\n" +
			"PATH=" + shellQuote(filepath.Dir(g.command)) + ":\"$PATH\"\n"
	}
	return t.print(text)
}

// shellQuote quotes a word for POSIX shells.
func shellQuote(word string) string {
	return "'" + strings.ReplaceAll(word, "'", "'\\''") + "'"
}
