// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package e2e

import (
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

func TestMain(m *testing.M) {
	// Most tests wait for processes, which for the most part sleep.
	flag.Set("test.parallel", strconv.Itoa(3*runtime.GOMAXPROCS(0)))
	flag.Parse() // which may say something else
	os.Exit(runTests(m))
}

// runTests runs the tests and prints the table of results. If the tests were
// not filtered, a result that is missing is a failure.
func runTests(m *testing.M) int {
	dir, err := os.MkdirTemp("", "exithook-e2e-")
	if err != nil {
		fmt.Fprintln(os.Stderr, "e2e:", err)
		return 1
	}
	defer os.RemoveAll(dir)
	temp = dir
	defer stopWine()
	code := m.Run()
	missing := results.missing()
	if filtered() {
		missing = nil
	}
	if len(missing) > 0 {
		code = max(code, 1)
	}
	if code != 0 || testing.Verbose() {
		results.print(os.Stdout)
	}
	if err := results.save(os.Getenv("EXITHOOK_TABLE")); err != nil {
		fmt.Println("FAIL:", err)
		code = max(code, 1)
	}
	if code == 0 && long && !filtered() {
		if err := results.updatePlatforms(); err != nil {
			fmt.Println("FAIL:", err)
			code = 1
		}
	}
	for _, m := range missing {
		fmt.Println("FAIL: no result for", m)
	}
	return code
}

// filtered reports whether some tests were not to be run.
func filtered() bool {
	for _, name := range []string{"test.run", "test.skip", "test.list"} {
		if flag.Lookup(name).Value.String() != "" {
			return true
		}
	}
	return false
}

// A cell is a place in the table of results.
type cell struct {
	scenario int
	build    string
}

type table struct {
	mu    sync.Mutex
	cells map[cell]string // "pass", "FAIL", "n/a: ...", "not run: ..."
}

var results = table{cells: map[cell]string{}}

// put enters a result. Of several for one cell, a failure wins.
func (tab *table) put(n int, b *build, result string) {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	c := cell{n, b.name}
	if tab.cells[c] != "FAIL" && (result == "FAIL" || tab.cells[c] != "pass") {
		tab.cells[c] = result
	}
}

// missing lists what should be in the table and is not.
func (tab *table) missing() []string {
	var missing []string
	for n := 1; n <= scenarioCount; n++ {
		if !slices.ContainsFunc(scenarios, func(s scenario) bool { return s.n == n }) {
			missing = append(missing, fmt.Sprintf("scenario %d, which is not in the table", n))
		}
	}
	for _, s := range scenarios {
		for _, b := range allBuilds {
			if tab.cells[cell{s.n, b.name}] == "" && s.elsewhere == "" && s.notOn(b) == "" {
				missing = append(missing, fmt.Sprintf("scenario %d (%s), build %s", s.n, s.title, b.name))
			}
		}
	}
	return missing
}

// print prints the table, and under it the reasons of what is not applicable.
// save appends the table to the named file, if any: the go command does not
// show what tests print that pass.
func (tab *table) save(name string) error {
	if name == "" {
		return nil
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o666)
	if err != nil {
		return err
	}
	tab.print(f)
	return f.Close()
}

func (tab *table) print(w io.Writer) {
	var notes []string
	fmt.Fprintf(w, "%-60s", "scenario")
	for _, b := range allBuilds {
		fmt.Fprintf(w, " %-*s", width(b), b.name)
	}
	fmt.Fprintln(w)
	for _, s := range scenarios {
		fmt.Fprintf(w, "%2d %-57s", s.n, s.title)
		for _, b := range allBuilds {
			fmt.Fprintf(w, " %-*s", width(b), tab.short(s, b, &notes))
		}
		fmt.Fprintln(w)
	}
	for i, note := range notes {
		fmt.Fprintf(w, "[%d] %s\n", i+1, note)
	}
	fmt.Fprintf(w, "%s, %s/%s\n", runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

// short is what a cell shows; reasons go to the notes.
func (tab *table) short(s scenario, b *build, notes *[]string) string {
	text := tab.cells[cell{s.n, b.name}]
	switch {
	case text == "" && s.elsewhere != "":
		text = "n/a: " + s.elsewhere
	case text == "" && s.notOn(b) != "":
		text = "n/a: " + s.notOn(b)
	case text == "":
		return "-"
	}
	short, reason, found := strings.Cut(text, ": ")
	if !found {
		return text
	}
	i := slices.Index(*notes, reason)
	if i < 0 {
		i = len(*notes)
		*notes = append(*notes, reason)
	}
	return fmt.Sprintf("%s [%d]", short, i+1)
}

// width is that of a column.
func width(b *build) int { return max(len(b.name), len("not run [1]")) }
