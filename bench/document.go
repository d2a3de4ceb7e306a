// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import (
	"bytes"
	"debug/buildinfo"
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"text/template"
	"time"
)

//go:embed document.md.tmpl
var documentText string

// document returns the files of the comparison: the document and its plots.
func (b *bench) document() (map[string][]byte, error) {
	var text bytes.Buffer
	t, err := template.New("").Funcs(template.FuncMap{"table": b.table, "group": group}).Parse(documentText)
	if err != nil {
		return nil, err
	}
	versions, err := b.versions()
	if err != nil {
		return nil, err
	}
	err = t.Execute(&text, map[string]any{
		"Machine":  machine(),
		"Date":     time.Now().UTC().Format(time.DateOnly),
		"Rounds":   b.rounds,
		"Short":    b.short,
		"Versions": versions,
		"Targets":  b.targets(),
		"Limit":    limit,
		"Builds":   b.builds(),
		"Sizes":    b.sizes(),
	})
	if err != nil {
		return nil, err
	}
	return map[string][]byte{
		"benchmarks.md":          text.Bytes(),
		"benchmarks-add.svg":     b.addPlot().svg(),
		"benchmarks-blocked.svg": b.blockedPlot().svg(),
	}, nil
}

// machine describes what was measured on.
func machine() string {
	text := fmt.Sprintf("%s, %s/%s, %d processors", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	cpuinfo, _ := os.ReadFile("/proc/cpuinfo")
	for line := range strings.Lines(string(cpuinfo)) {
		if name, value, _ := strings.Cut(line, ":"); strings.TrimSpace(name) == "model name" {
			text += " (" + strings.TrimSpace(value) + ")"
			break
		}
	}
	if kernel, err := exec.Command("uname", "-sr").Output(); err == nil {
		text += ", " + strings.TrimSpace(string(kernel))
	}
	return text
}

// A version is that of a package, in the program that was measured.
type version struct{ Name, Package, Version string }

func (b *bench) versions() ([]version, error) {
	var list []version
	for _, p := range packages() {
		info, err := buildinfo.ReadFile(b.exe(p.name))
		if err != nil {
			return nil, err
		}
		v := version{p.name, p.imports, info.GoVersion}
		for _, m := range info.Deps {
			if m.Path == p.module {
				v.Version = m.Version
			}
		}
		if p.name == ours {
			v.Version = "of this repository"
		}
		list = append(list, v)
	}
	return list, nil
}

// A column of a table is a figure, for a number of hooks or exits.
type column struct {
	title, figure string
	job           string // that measures it
	n             int
	base          string                  // what it is compared with
	value         func(p *program) string // instead of a figure
}

// tables are the tables of the document.
func (b *bench) tables() map[string][]column {
	t := make(map[string][]column)
	add := func(name string, c column) { t[name] = append(t[name], c) }
	for _, n := range b.sizes() {
		live := group(n)
		add("add", column{title: live, figure: "add_ns", job: "add", n: n, base: model})
		add("stop", column{title: live, figure: "stop_ns", job: "stop", n: n, base: ours})
	}
	for _, n := range b.sizes() {
		if n >= 10_000 {
			add("fill", column{title: "the first " + group(n) + ", each, ns", figure: "fill_ns", job: "add", n: n, base: model})
		}
	}
	add("fill", column{title: "allocations for each", figure: "add_allocs", job: "add", n: 100})
	add("fill", column{title: "bytes for each", figure: "memory_bytes", job: "memory", n: held})
	add("stop", column{title: "allocations", figure: "stop_allocs", job: "stop", n: 1})
	for _, n := range b.sizes() {
		for _, g := range goroutines {
			add("goroutines "+fmt.Sprint(n), column{title: fmt.Sprint(g), figure: goroutineFigure(g), job: "goroutines", n: n, base: model})
		}
	}
	for _, n := range b.ran() {
		add("run", column{title: group(n), figure: "hook_ns", job: "run", n: n})
	}
	for _, n := range exits {
		hooks := group(n) + " hooks"
		add("exit", column{title: hooks + ", ms", figure: "exit_wall_ms", job: "exit", n: n, base: none})
		add("exit", column{title: "CPU, ms", figure: "exit_cpu_ms", job: "exit", n: n, base: none})
	}
	for _, n := range b.blocked {
		add("blocked", column{title: group(n) + ": CPU, ms", figure: "blocked_cpu_ms", job: "blocked", n: n, base: model})
	}
	last := b.blocked[len(b.blocked)-1]
	add("blocked", column{title: "time, ms", figure: "blocked_wall_ms", job: "blocked", n: last})
	add("blocked", column{title: "hooks run", figure: "hooks", job: "blocked", n: last})
	add("blocked", column{title: "status", job: "blocked", value: func(p *program) string { return b.codes(p, last) }})
	add("signal", column{title: "SIGTERM to process gone, ms", figure: "signal_wall_ms", job: "signal", n: 1, base: none})
	for _, idle := range []string{"os", "fmt"} {
		add("imports", column{title: "binary, beside " + idle + ", KB more", value: func(p *program) string { return b.grownText("size_"+idle, p) }})
	}
	add("imports", column{title: "init, µs", figure: "init_us"})
	add("imports", column{title: "bytes allocated", figure: "init_bytes"})
	add("imports", column{title: "allocations", figure: "init_allocs"})
	add("imports", column{title: "its own", figure: "own_allocs"})
	add("imports", column{title: "goroutines", figure: "goroutines"})
	add("imports", column{title: "handles signals", figure: "signals"})
	return t
}

func (b *bench) grownText(name string, p *program) string {
	if len(b.figures[figure{name, 0, p.name}]) == 0 {
		return ""
	}
	return number(b.grown(name, p.name) / 1024)
}

// codes are the exit codes of programs with exits that wait.
func (b *bench) codes(p *program, n int) string {
	var list []string
	seen := make(map[float64]bool)
	for _, code := range b.figures[figure{"blocked_code", n, p.name}] {
		if !seen[code] {
			seen[code] = true
			list = append(list, number(code))
		}
	}
	return strings.Join(list, " or ")
}

// table returns a table in Markdown. It has the programs of which there is
// something to say.
func (b *bench) table(name string) string {
	columns := b.tables()[name]
	var text strings.Builder
	text.WriteString("| |")
	for _, c := range columns {
		text.WriteString(" " + c.title + " |")
	}
	text.WriteString("\n|---|" + strings.Repeat("---|", len(columns)) + "\n")
	for _, p := range programs {
		if p.name == none && !slices.ContainsFunc(columns, func(c column) bool { return c.base == none }) {
			continue
		}
		cells := ""
		any := false
		for _, c := range columns {
			cell := b.cell(p, c)
			any = any || cell != ""
			cells += " " + cell + " |"
		}
		if any {
			text.WriteString("| " + p.name + " |" + cells + "\n")
		}
	}
	return text.String()
}

func (b *bench) cell(p *program, c column) string {
	switch {
	case c.value != nil:
		return c.value(p)
	case b.over[task{p, c.job, c.n}]:
		return fmt.Sprintf("over %v s", limit.Seconds())
	}
	return b.figures.text(figure{c.figure, c.n, p.name}, c.base)
}

// builds tells how long builds take, and whether that is as promised.
func (b *bench) builds() []string {
	var list []string
	for _, r := range []struct{ figure, text string }{
		{"build_ms", "build again, nothing has changed"},
		{"link_ms", "build again, the binary was removed"},
	} {
		plain, own := b.figures[figure{r.figure, 0, "go"}], b.figures[figure{r.figure, 0, "exithook"}]
		within := 0
		for i, v := range plain {
			if own[i] <= 1.2*v+100 {
				within++
			}
		}
		f := func(command string) string { return b.figures.text(figure{r.figure, 0, command}, "go") }
		list = append(list, fmt.Sprintf("%s: go %s ms, exithook %s ms; within 1.2 times and 100 ms in %d of %d rounds",
			r.text, f("go"), f("exithook"), within, len(plain)))
	}
	return list
}
