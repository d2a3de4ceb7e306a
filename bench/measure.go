// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// A program is built with one of the packages. The first is what the others are
// compared with.
type program struct {
	name    string
	pkg     string   // below prog
	command string   // go if empty
	flags   []string // of the build
}

var programs = []program{
	{name: "model", pkg: "model", flags: []string{"-tags=bench_model", "-ldflags=-checklinkname=0"}},
	{name: "exithook", pkg: "exithook"},
	{name: "exithook build", pkg: "exithook", command: "exithook"},
	{name: "logrus", pkg: "logrus"},
	{name: "closer", pkg: "closer"},
	{name: "no hooks", pkg: "none"},
}

// bench has the figures.
type bench struct {
	dir      string
	hooks    int
	progress io.Writer
	figures  map[string]map[string][]float64 // figure: program: of each round
}

const module = "github.com/exithook/exithook"

// measure builds everything and measures round after round.
func (b *bench) measure(rounds int) error {
	b.figures = make(map[string]map[string][]float64)
	fmt.Fprintln(b.progress, "building")
	if err := execute("go", "build", "-o", b.exe("exithook"), module+"/cmd/exithook"); err != nil {
		return err
	}
	for _, p := range programs {
		if err := b.build(p); err != nil {
			return err
		}
	}
	for n := range rounds {
		fmt.Fprintf(b.progress, "round %d of %d\n", n+1, rounds)
		for _, p := range programs {
			if err := b.round(p); err != nil {
				return err
			}
		}
		if err := b.roundOfBuilds(); err != nil {
			return err
		}
	}
	return nil
}

// exe returns the path of a binary.
func (b *bench) exe(name string) string {
	return filepath.Join(b.dir, strings.ReplaceAll(name, " ", "_")+".exe")
}

func (b *bench) build(p program) error {
	args := append([]string{"build", "-o", b.exe("prog " + p.name)}, p.flags...)
	return execute(b.command(p.command), append(args, module+"/bench/prog/"+p.pkg)...)
}

func (b *bench) command(name string) string {
	if name == "exithook" {
		return b.exe(name)
	}
	return "go"
}

func execute(command string, args ...string) error {
	if out, err := exec.Command(command, args...).CombinedOutput(); err != nil {
		return fmt.Errorf("%s %s: %v\n%s", command, strings.Join(args, " "), err, out)
	}
	return nil
}

// round measures a program once.
func (b *bench) round(p program) error {
	for _, job := range []struct {
		name string
		n    int
	}{{"hooks", b.hooks}, {"stops", b.hooks}} {
		if _, err := b.job(p, job.name, job.n); err != nil {
			return err
		}
	}
	u, err := b.job(p, "blocked", 10)
	if err != nil {
		return err
	}
	b.add("blocked_cpu_ms", p.name, ms(u.cpu))
	return b.nothing(p)
}

// nothing measures whole processes: they are short, so there are several.
func (b *bench) nothing(p program) error {
	const processes = 20
	var sum usage
	for range processes {
		u, err := b.job(p, "nothing", 0)
		if err != nil {
			return err
		}
		sum.wall += u.wall
		sum.cpu += u.cpu
	}
	b.add("process_ms", p.name, ms(sum.wall)/processes)
	b.add("process_cpu_ms", p.name, ms(sum.cpu)/processes)
	return nil
}

// usage is what a process used.
type usage struct{ wall, cpu time.Duration }

func ms(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1e6 }

// job runs a program, and takes the figures that it prints.
func (b *bench) job(p program, name string, n int) (usage, error) {
	cmd := exec.Command(b.exe("prog "+p.name), name, strconv.Itoa(n))
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, os.Stderr
	begin := time.Now()
	if err := cmd.Run(); err != nil {
		return usage{}, fmt.Errorf("%s %s %d: %v", p.name, name, n, err)
	}
	u := usage{time.Since(begin), cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}
	for line := range strings.Lines(out.String()) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		v, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return u, fmt.Errorf("%s %s %d prints %q", p.name, name, n, line)
		}
		if p.pkg != "none" {
			b.add(key, p.name, v)
		}
	}
	return u, nil
}

func (b *bench) add(figure, program string, v float64) {
	if b.figures[figure] == nil {
		b.figures[figure] = make(map[string][]float64)
	}
	b.figures[figure][program] = append(b.figures[figure][program], v)
}

// service is what the builds are measured with: a program with some dependencies.
const service = module + "/examples/orders"

// roundOfBuilds measures builds of which all is in the cache, with the binary in
// its place, and without it.
func (b *bench) roundOfBuilds() error {
	for _, command := range []string{"go", "exithook"} {
		binary := b.exe("service of " + command)
		build := func(figure string) error {
			begin := time.Now()
			err := execute(b.command(command), "build", "-o", binary, service)
			if figure != "" {
				b.add(figure, command, ms(time.Since(begin)))
			}
			return err
		}
		if err := build(""); err != nil { // the first one compiles
			return err
		}
		if err := build("build_ms"); err != nil {
			return err
		}
		if err := os.Remove(binary); err != nil {
			return err
		}
		if err := build("link_ms"); err != nil {
			return err
		}
	}
	return nil
}
