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
	"strings"
	"text/template"
	"time"
)

//go:embed document.md.tmpl
var documentText string

// document returns the files of the comparison: the document and its plots.
func (b *bench) document() (map[string][]byte, error) {
	var text bytes.Buffer
	t, err := template.New("").Funcs(template.FuncMap{"table": b.table, "hooks": hooks, "registries": b.registryTable, "places": b.placeTable}).Parse(documentText)
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
