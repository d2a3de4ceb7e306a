// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build linux || darwin || freebsd

package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// pluginHost loads plug-ins, calls the Start of each, and ends: pluginHost CODE
// PLUGIN... It returns from main for -1. IMPORT may be exithook.
const pluginHost = `package main

import (
	"os"
	"plugin"
	"strconv"
	IMPORT
)

func main() {
	code, _ := strconv.Atoi(os.Args[1])
	for _, name := range os.Args[2:] {
		p, err := plugin.Open(name)
		if err != nil {
			panic(err)
		}
		start, err := p.Lookup("Start")
		if err != nil {
			panic(err)
		}
		start.(func())()
	}
	if code >= 0 {
		os.Exit(code)
	}
}
`

// pluginSource has hooks, and ends the program itself if
// the environment says so. NAME names it.
const pluginSource = `package main

import (
	"log"
	"os"

	"github.com/exithook/exithook"
)

func Start() {
	exithook.Add(exithook.Hook{F: func() { say("success: NAME") }})
	exithook.Defer(func() {
		t, _ := exithook.Status()
		say("NAME: " + t.String())
	})
	log.SetFlags(0)
	switch os.Getenv("E2E_WAY") {
	case "Fatal":
		log.Fatal("fatal")
	case "Go":
		exithook.Go(func() { panic("boom") })
		select {}
	case "go":
		go func() { panic("boom") }()
		select {}
	case "late":
		exithook.Defer(func() {
			go os.Exit(9)
			<-exithook.Exiting()
		})
	case "hook":
		exithook.Defer(func() { os.Exit(9) })
	}
}

func say(text string) { os.Stdout.WriteString(text + "\n") }

func main() {}
`

// A plugged is a program with plug-ins.
type plugged struct {
	*build
	host    string
	plugins []string // named A and B
}

// plug builds them. The host imports exithook as well, or does not.
func (b *build) plug(t *testing.T, both bool) *plugged {
	t.Helper()
	imported := ""
	if both {
		imported = `_ "github.com/exithook/exithook"`
	}
	dir := module(t, map[string]string{})
	for name, text := range map[string]string{
		"host": strings.Replace(pluginHost, "IMPORT", imported, 1),
		"a":    strings.ReplaceAll(pluginSource, "NAME", "A"),
		"b":    strings.ReplaceAll(pluginSource, "NAME", "B"),
	} {
		writeFile(t, filepath.Join(dir, name, name+".go"), text)
	}
	b.goIn(t, dir, "build", "-o", "host.exe", "./host")
	p := &plugged{build: b, host: filepath.Join(dir, "host.exe")}
	for _, name := range []string{"a", "b"} {
		b.goIn(t, dir, "build", "-buildmode=plugin", "-o", name+".so", "./"+name)
		p.plugins = append(p.plugins, filepath.Join(dir, name+".so"))
	}
	return p
}

// writeFile writes a file and makes its folder.
func writeFile(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// run runs it with so many plug-ins. The race detector fails to begin once in a while,
// with a status of its own.
func (p *plugged) run(t *testing.T, code, plugins int, way string) result {
	t.Helper()
	args := append([]string{strconv.Itoa(code)}, p.plugins[:plugins]...)
	var r result
	for range 5 {
		r = run{build: p.build, exe: p.host, args: args, env: []string{"E2E_WAY=" + way}}.do(t)
		if r.status != 66 || !strings.Contains(r.stderr, "ThreadSanitizer: failed to restore address") {
			break
		}
	}
	return r
}

// TestPlugin has a plug-in add hooks, of a host that knows nothing of them or that
// imports exithook as well.
func TestPlugin(t *testing.T) {
	t.Parallel()
	if out, err := exec.Command("go", "env", "CGO_ENABLED").Output(); err != nil || strings.TrimSpace(string(out)) != "1" {
		unpermitted(t, "plug-ins need cgo")
	}
	if !long {
		t.Skip("compiles the standard library once more for each build: EXITHOOK_LONG=1 runs it")
	}
	for _, b := range []*build{link, linkRace, full, fullRace} {
		for _, both := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, both %v", b.name, both), func(t *testing.T) {
				t.Parallel()
				if why := b.problem(); why != "" {
					unpermitted(t, why)
				}
				b.plug(t, both).test(t)
			})
		}
	}
}

func (p *plugged) test(t *testing.T) {
	exit0, exit3 := "exit 0, os.Exit at host.go:N", "exit 3, os.Exit at host.go:N"
	returns := "exit 0, return of main"
	p.run(t, 0, 1, "").want(t, "status 0", lines("A: "+exit0, "success: A"), "")
	p.run(t, 3, 1, "").want(t, "status 3", lines("A: "+exit3), "")
	p.run(t, -1, 1, "").want(t, "status 0", lines("A: "+returns, "success: A"), "")
	p.run(t, 0, 2, "").want(t, "status 0", lines("B: "+exit0, "success: B", "A: "+exit0, "success: A"), "")
	p.run(t, 3, 2, "").want(t, "status 3", lines("B: "+exit3, "A: "+exit3), "")
	p.run(t, 0, 1, "Fatal").want(t, "status 1", lines("A: exit 1, log.Fatal at a.go:N"), "fatal\n")
	p.run(t, 3, 1, "late").want(t, "status 3", lines("A: "+exit3), "")
	for way, covered := range map[string]bool{"Go": true, "go": p.panics} {
		stdout := ""
		if covered {
			stdout = "A: exit 2, panic at a.go:N: boom\n"
		}
		r := p.run(t, 0, 1, way)
		if r.ending() != "status 2" || normal(r.stdout) != stdout || !strings.HasPrefix(r.stderr, "panic: boom") {
			t.Errorf("%s: want %q and the panic, got %v", way, stdout, r)
		}
	}
	r := p.run(t, 3, 1, "hook")
	if r.ending() != "status 2" || normal(r.stdout) != lines("A: "+exit3) || !strings.Contains(r.stderr, "\nfatal error: exit hook invoked exit\n") {
		t.Errorf("an exit in a hook: %v", r)
	}
}
