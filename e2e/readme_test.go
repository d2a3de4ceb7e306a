// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// timestamp is what log puts in front of a line.
var timestamp = regexp.MustCompile(`(?m)^\d{4}/\d\d/\d\d \d\d:\d\d:\d\d `)

// TestReadme checks that the session in the README is what happens.
func TestReadme(t *testing.T) {
	text := readFile(t, "../README.md")
	program, session := block(t, text, "go"), block(t, text, "console")
	cmd := exec.Command(link.source(t, "main", program))
	cmd.Dir, cmd.Env = t.TempDir(), clean(os.Environ())
	output, err := cmd.CombinedOutput()
	if err == nil {
		t.Fatal("the program ended with status 0")
	}
	written, err2 := os.ReadFile(filepath.Join(cmd.Dir, "out.txt"))
	if err2 != nil {
		t.Fatal(err2)
	}
	got := "$ go run .\n" + string(output) + err.Error() + "\n$ cat out.txt\n" + string(written)
	if got, want := timestamp.ReplaceAllString(got, ""), timestamp.ReplaceAllString(session, ""); got != want {
		t.Errorf("the README has\n%s\nbut what happens is\n%s", want, got)
	}
}

// block returns the first block of the given language.
func block(t *testing.T, text, language string) string {
	t.Helper()
	_, text, ok := strings.Cut(text, "\n```"+language+"\n")
	if !ok {
		t.Fatalf("the README has no block of %s", language)
	}
	text, _, _ = strings.Cut(text, "\n```\n")
	return text + "\n"
}

// TestEnds checks that each row of the table of ends names tests, and that there
// are such tests.
func TestEnds(t *testing.T) {
	text := readFile(t, "../docs/ends.md")
	tests := declaredTests(t, "*_test.go", "*/*_test.go", "../cmd/exithook/testdata/script/*.txtar")
	rows := regexp.MustCompile(`(?m)^\|.*\|$`).FindAllString(text, -1)
	if len(rows) < 25 {
		t.Fatalf("%d rows", len(rows))
	}
	name := regexp.MustCompile("`(Test[A-Za-z0-9]+|[a-z_]+\\.txtar)`")
	for _, row := range rows[2:] {
		columns := strings.Split(row, " | ")
		shown := name.FindAllStringSubmatch(columns[len(columns)-1], -1)
		if len(columns) != 6 || len(shown) == 0 {
			t.Errorf("no test, or another number of columns than 6: %s", row)
		}
	}
	for _, match := range name.FindAllStringSubmatch(text, -1) {
		if !tests[match[1]] {
			t.Errorf("there is no %s", match[1])
		}
	}
}

// TestCorrectness checks that the tests, identifiers and sections of the package
// documentation that the page about correctness names exist.
func TestCorrectness(t *testing.T) {
	text := readFile(t, "../docs/correctness.md")
	tests := declaredTests(t, "*_test.go", "../internal/*/*_test.go", "../model/*_test.go")
	shown := regexp.MustCompile("`((?:Test|Fuzz)[A-Za-z0-9]+)`").FindAllStringSubmatch(text, -1)
	if len(shown) < 10 {
		t.Errorf("%d tests", len(shown))
	}
	for _, match := range shown {
		if !tests[match[1]] {
			t.Errorf("there is no %s", match[1])
		}
	}
	unseen, forUnits := map[string]int{}, 0
	for _, m := range mutations {
		if m.by != nil {
			forUnits++
		}
		for _, name := range m.unseen {
			unseen[name]++
		}
	}
	found := fmt.Sprintf("`TestMutations` makes %d mistakes in the engine", len(mutations))
	units := fmt.Sprintf("Scripts cannot show %d of them", forUnits)
	but := fmt.Sprintf("`TestScripts` all but %d, and `TestScriptProcesses` all but %d", unseen["TestScripts"], unseen["TestScriptProcesses"])
	if plain := strings.Join(strings.Fields(text), " "); !strings.Contains(plain, found) || !strings.Contains(plain, units) || !strings.Contains(plain, but) || unseen["TestSchedules"] > 0 {
		t.Errorf("the page does not have %q, %q and %q", found, units, but)
	}
	inModel := fmt.Sprintf("`TestMistakes` makes %d in the model", strings.Count(readFile(t, "../model/mistakes_test.go"), "\n\t{\""))
	if !strings.Contains(text, inModel) {
		t.Errorf("the page does not have %q", inModel)
	}
	_, properties, _ := strings.Cut(text, "\n## The properties\n")
	properties, _, _ = strings.Cut(properties, "\n## ")
	rows := regexp.MustCompile(`(?m)^\|.*\|$`).FindAllString(properties, -1)
	if len(rows) != 2+9 {
		t.Fatalf("%d rows", len(rows))
	}
	reference := readFile(t, "../internal/script/reference_test.go")
	for _, row := range rows[2:] {
		columns := strings.Split(strings.Trim(row, "| "), " | ")
		if len(columns) != 5 || !strings.Contains(reference, `{"`+columns[0]+`", `) {
			t.Errorf("not 5 columns, or there is no case of it in TestReference: %s", row)
			continue
		}
		checkPromises(t, columns[2])
	}
}

// checkPromises checks that there are the places that promise a property.
func checkPromises(t *testing.T, places string) {
	var code strings.Builder
	files, err := filepath.Glob("../*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if !strings.HasSuffix(file, "_test.go") {
			code.WriteString(readFile(t, file))
		}
	}
	for _, place := range strings.Split(places, ", ") {
		declared := regexp.MustCompile(`(?m)^// # ` + strings.Trim(place, `"`) + `$`)
		if name, ok := strings.CutPrefix(place, "`"); ok {
			receiver, method, isMethod := strings.Cut(strings.Trim(name, "`"), ".")
			declared = regexp.MustCompile(`(?m)^(func|type) ` + receiver + `\b`)
			if isMethod {
				declared = regexp.MustCompile(`(?m)^func \((\w+ )?\*?` + receiver + `\) ` + method + `\b`)
			}
		}
		if !declared.MatchString(code.String()) {
			t.Errorf("nothing in the package documentation is %s", place)
		}
	}
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// declaredTests returns the names of the test functions and files.
func declaredTests(t *testing.T, patterns ...string) map[string]bool {
	tests := map[string]bool{}
	declaration := regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)[A-Za-z0-9]+)\(`)
	for _, pattern := range patterns {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v, %v", pattern, files, err)
		}
		for _, file := range files {
			tests[filepath.Base(file)] = true
			for _, match := range declaration.FindAllStringSubmatch(readFile(t, file), -1) {
				tests[match[1]] = true
			}
		}
	}
	return tests
}
