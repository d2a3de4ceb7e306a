// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import (
	"fmt"
	"slices"
	"strings"
)

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
		add("first", column{title: group(n), figure: "first_ns", job: "first", n: n, base: model})
	}
	add("held", column{title: "allocations for each", figure: "add_allocs", job: "add", n: 1})
	add("held", column{title: "bytes for each", figure: "memory_bytes", job: "memory", n: held})
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
		add("exit", column{title: hooks(n) + ", ms", figure: "exit_wall_ms", job: "exit", n: n, base: none})
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
	for _, idle := range []string{"os", "http"} {
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
	for _, code := range slices.Compact(slices.Sorted(slices.Values(b.figures[figure{"blocked_code", n, p.name}]))) {
		list = append(list, number(code))
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
	rows := programs
	if name == "add" || strings.HasPrefix(name, "goroutines ") {
		rows = append(rows, floor)
	}
	for _, p := range rows {
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
