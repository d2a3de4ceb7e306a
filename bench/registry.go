// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import "strings"

// registry is the program that has the candidates for the registry of hooks.
var registry = &program{name: "registry", pkg: "../registry"}

// noAssembly is exithook, which then finds the caller with runtime.Callers.
var noAssembly = &program{name: "exithook, noasm", pkg: "exithook", module: module, imports: module, flags: []string{"-tags=exithook_noasm"}}

// candidates are the registries, by the names that the program knows.
var candidates = []struct{ name, title string }{
	{"list", "list of single hooks of 64 bytes"},
	{"slice", "slice of pointers to hooks of 48 bytes"},
	{"slabs-of-7", "slabs of 7 hooks of 72 bytes"},
	{"slabs-of-13", "slabs of 13 hooks of 72 bytes"},
	{"thin-slabs-of-7", "slabs of 7 hooks of 48 bytes"},
	{"thin-slabs-of-17", "slabs of 17 hooks of 48 bytes"},
	{"thin-slabs-of-20", "slabs of 20 hooks of 48 bytes"},
	{"blocks", "blocks of 63 hooks of 32 bytes with bit sets, ten at once"},
}

// The ways to find the caller of Add.
const (
	byAssembly = "assembly"
	byCallers  = "callers"
	noPlace    = "none"
)

// registries are the candidates, which find the caller in one way each.
var registries = map[string][]*program{
	byAssembly: registriesThatFind(byAssembly),
	byCallers:  registriesThatFind(byCallers),
	noPlace:    registriesThatFind(noPlace),
}

func registriesThatFind(place string) []*program {
	var list []*program
	for _, c := range candidates {
		list = append(list, &program{name: c.name + " " + place, pkg: registry.pkg, args: []string{c.name, place}})
	}
	return list
}

// binary is the name of the binary that has the program.
func (p *program) binary() string {
	if len(p.args) > 0 {
		return registry.name
	}
	return p.name
}

// registryTable is the table of the candidates, the model, and exithook.
func (b *bench) registryTable() string {
	var text strings.Builder
	text.WriteString("| |")
	for _, n := range b.sizes() {
		text.WriteString(" " + group(n) + " |")
	}
	text.WriteString(" stop | allocations | bytes | bytes kept |\n|---|" + strings.Repeat("---|", len(b.sizes())+4) + "\n")
	row := func(title, name string) {
		text.WriteString("| " + title + " |")
		for _, n := range b.sizes() {
			text.WriteString(" " + b.figures.text(figure{"add_ns", n, name}, model) + " |")
		}
		for _, f := range []figure{{"stop_ns", 1, name}, {"add_allocs", 1, name}, {"memory_bytes", held, name}, {"kept_bytes", held, name}} {
			text.WriteString(" " + b.figures.text(f, "") + " |")
		}
		text.WriteString("\n")
	}
	row("the model", model)
	row("exithook: slabs of 13 hooks of 40 bytes, what few have beside them", ours)
	for _, c := range candidates {
		row(c.title, c.name+" "+byAssembly)
	}
	return text.String()
}

// placeTable is the table of the ways to find the caller.
func (b *bench) placeTable() string {
	var text strings.Builder
	cell := func(name string) string { return b.figures.text(figure{"add_ns", 100, name}, model) }
	text.WriteString("| | not at all | by assembly | by runtime.Callers |\n|---|---|---|---|\n")
	text.WriteString("| exithook | | " + cell(ours) + " | " + cell(noAssembly.name) + " |\n")
	for _, c := range candidates {
		text.WriteString("| " + c.title + " |")
		for _, place := range []string{noPlace, byAssembly, byCallers} {
			text.WriteString(" " + cell(c.name+" "+place) + " |")
		}
		text.WriteString("\n")
	}
	return text.String()
}
