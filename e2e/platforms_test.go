// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package e2e

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"runtime"
	"slices"
	"strings"
)

// platformsPage has a table of which scenarios were run on which systems.
const platformsPage = "../docs/platforms.md"

// platforms are the builds that are its columns.
var platforms = slices.Concat([]*build{link}, foreigns)

// platform names the system of a build. The tests have to be run on linux/amd64 for
// the first column.
func (b *build) platform() string {
	if b.foreign != nil {
		return b.foreign.goos + "/" + b.foreign.goarch
	}
	return "linux/amd64"
}

// ranHere reports whether the programs of a build were run on this machine.
func (b *build) ranHere() bool {
	return b.problem() == "" && (b.foreign != nil || b.platform() == runtime.GOOS+"/"+runtime.GOARCH)
}

var tableOfPlatforms = regexp.MustCompile(`(?m)^\| scenario \|.*\n(\|.*\n)+`)

// updatePlatforms makes the table of platforms anew out of the results, and returns
// an error if it is not as it was. What was not run here stays as it was.
func (tab *table) updatePlatforms() error {
	text, err := os.ReadFile(platformsPage)
	if err != nil {
		return err
	}
	old := tableOfPlatforms.FindString(string(text))
	made := tab.platforms(cells(old))
	if made == old {
		return nil
	}
	if os.Getenv("EXITHOOK_UPDATE") == "" {
		return errors.New(platformsPage + " is out of date: EXITHOOK_UPDATE=1 writes it\n" + differentLines(old, made))
	}
	return os.WriteFile(platformsPage, tableOfPlatforms.ReplaceAllLiteral(text, []byte(made)), 0o666)
}

// cells returns what a table has for each scenario and platform.
func cells(table string) map[string]string {
	found := map[string]string{}
	var header []string
	for line := range strings.Lines(table) {
		columns := strings.Split(strings.Trim(line, "| \n"), " | ")
		if header == nil {
			header = columns
		}
		for i, text := range columns[:min(len(columns), len(header))] {
			found[columns[0]+header[i]] = text
		}
	}
	return found
}

func (tab *table) platforms(old map[string]string) string {
	var out strings.Builder
	line := func(first string, column func(b *build) string) {
		out.WriteString("| " + first)
		for _, b := range platforms {
			out.WriteString(" | " + column(b))
		}
		out.WriteString(" |\n")
	}
	line("scenario", (*build).platform)
	line("---", func(*build) string { return "---" })
	for _, s := range scenarios {
		name := fmt.Sprintf("%d %s", s.n, s.title)
		line(name, func(b *build) string { return cmpOr(tab.onPlatform(s, b), old[name+b.platform()]) })
	}
	return out.String()
}

// onPlatform is what a cell of the table says, or nothing if this machine cannot
// tell.
func (tab *table) onPlatform(s scenario, b *build) string {
	result := tab.cells[cell{s.n, b.name}]
	switch {
	case !b.ranHere(), strings.HasPrefix(result, "n/a: "+notPermitted):
		return ""
	case s.notOn(b) != "":
		return "–"
	case s.elsewhere != "" && b.foreign == nil:
		return s.elsewhere
	case result == "pass":
		return "pass"
	}
	return "not run"
}

// differentLines returns the lines that only one of two texts has.
func differentLines(a, b string) string {
	var out strings.Builder
	for line := range strings.Lines(a) {
		if !strings.Contains(b, line) {
			out.WriteString("- " + line)
		}
	}
	for line := range strings.Lines(b) {
		if !strings.Contains(a, line) {
			out.WriteString("+ " + line)
		}
	}
	return out.String()
}
