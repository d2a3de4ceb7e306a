// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// imports measures what a program costs that imports a package and does nothing
// with it, beside the same program without it.
func (b *bench) imports() error {
	for _, p := range programs {
		if p.name == model {
			continue // it is in every program
		}
		for _, idle := range []string{"os", "http"} {
			exe, err := b.buildIdle(p, idle)
			if err != nil {
				return err
			}
			info, err := os.Stat(exe)
			if err != nil {
				return err
			}
			b.figures.add("size_"+idle, 0, p.name, float64(info.Size()))
		}
	}
	return nil
}

func (b *bench) idleExe(p *program, idle string) string { return b.exe("idle " + idle + " " + p.name) }

// buildIdle builds a program that does next to nothing, with an import of a package that
// the file has which an overlay adds to it. The command adds its own package.
func (b *bench) buildIdle(p *program, idle string) (string, error) {
	exe, pkg := b.idleExe(p, idle), module+"/bench/idle/"+idle
	args := []string{"build", "-o", exe}
	if p.command == "" && p.imports != "" {
		overlay, err := b.overlay(p, pkg)
		if err != nil {
			return "", err
		}
		args = append(args, "-overlay", overlay)
	}
	return exe, execute(b.command(p.command), append(args, pkg)...)
}

func (b *bench) overlay(p *program, pkg string) (string, error) {
	dir, err := exec.Command("go", "list", "-f", "{{.Dir}}", pkg).Output()
	if err != nil {
		return "", fmt.Errorf("go list %s: %w", pkg, err)
	}
	source, overlay := filepath.Join(b.dir, p.pkg+".go"), filepath.Join(b.dir, p.pkg+".json")
	text, err := json.Marshal(map[string]any{"Replace": map[string]string{
		filepath.Join(strings.TrimSpace(string(dir)), "import.go"): source,
	}})
	if err != nil {
		return "", err
	}
	if err := os.WriteFile(source, []byte(fmt.Sprintf("package main\n\nimport _ %q\n", p.imports)), 0o666); err != nil {
		return "", err
	}
	return overlay, os.WriteFile(overlay, text, 0o666)
}

// An initialization is that of a package, or of several.
type initialization struct{ ms, bytes, allocs float64 }

func (i *initialization) add(j initialization) {
	i.ms, i.bytes, i.allocs = i.ms+j.ms, i.bytes+j.bytes, i.allocs+j.allocs
}

// initLine is what the runtime reports of the initialization of a package.
var (
	initLine    = regexp.MustCompile(`(?m)^init (\S+) @\S+ ms, (\S+) ms clock, (\d+) bytes, (\d+) allocs$`)
	anyInitLine = regexp.MustCompile(`(?m)^init .*\n`)
)

func parseInits(text string) (map[string]initialization, error) {
	inits := make(map[string]initialization)
	for _, m := range initLine.FindAllStringSubmatch(text, -1) {
		var i initialization
		if _, err := fmt.Sscan(strings.Join(m[2:], " "), &i.ms, &i.bytes, &i.allocs); err != nil {
			return nil, fmt.Errorf("%q: %w", m[0], err)
		}
		inits[m[1]] = i
	}
	if len(inits) == 0 {
		return nil, fmt.Errorf("no initialization in %q", text)
	}
	return inits, nil
}

// roundOfInits measures the initialization of the packages that come with an
// import, and the goroutines that there are then.
func (b *bench) roundOfInits() error {
	without, _, err := b.idle(lookup(none))
	if err != nil {
		return err
	}
	for _, p := range programs {
		if p.name == model || p.name == none {
			continue
		}
		inits, printed, err := b.idle(p)
		if err != nil {
			return err
		}
		var sum, own initialization
		for pkg, i := range inits {
			if _, ok := without[pkg]; ok {
				continue
			}
			sum.add(i)
			if strings.HasPrefix(pkg+"/", p.module+"/") {
				own.add(i)
			}
		}
		b.figures.add("init_us", 0, p.name, 1000*sum.ms)
		b.figures.add("init_bytes", 0, p.name, sum.bytes)
		b.figures.add("init_allocs", 0, p.name, sum.allocs)
		b.figures.add("own_allocs", 0, p.name, own.allocs)
		b.figures.add("goroutines", 0, p.name, printed["goroutines"]-1)
		b.figures.add("signals", 0, p.name, printed["signals"])
	}
	return nil
}

// idle runs such a program, and returns what the runtime reports of
// its initialization, and what it prints.
func (b *bench) idle(p *program) (map[string]initialization, map[string]float64, error) {
	cmd := exec.Command(b.idleExe(p, "os"))
	cmd.Env = append(environ(cmd), "GODEBUG=inittrace=1")
	out, err := cmd.CombinedOutput()
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", cmd, err)
	}
	inits, err := parseInits(string(out))
	if err != nil {
		return nil, nil, err
	}
	printed, err := parse(anyInitLine.ReplaceAllString(string(out), ""))
	return inits, printed, err
}
