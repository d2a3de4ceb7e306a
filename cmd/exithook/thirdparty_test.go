// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A thirdParty is a program of somebody else, at a version, and what to run it
// for: several real invocations, each with what its report must say.
type thirdParty struct {
	name, module, version string
	pkg                   string // below the module
	invocations           []invocation
	tests                 bool // whether to run its own tests too
	big                   bool // whether it takes minutes to build
	replaces              bool // whether go install refuses it, because its go.mod replaces others
}

type invocation struct {
	args  string
	stdin string
	end   string // via and function of the report; the line is looked up
}

var thirdParties = []thirdParty{
	{name: "age", module: "filippo.io/age", version: "v1.2.1", pkg: "/cmd/age", tests: true, invocations: []invocation{
		{args: "-r bogus", end: "os.Exit main.exit"},
		{args: "-d nosuchfile", end: "os.Exit main.exit"},
		{args: "-d", stdin: "not encrypted", end: "os.Exit main.exit"},
		{args: "-r age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p -o /dev/null", stdin: "text", end: "return"},
	}},
	{name: "fzf", module: "github.com/junegunn/fzf", version: "v0.65.2", tests: true, invocations: []invocation{
		{args: "--filter app", stdin: "apple\nbanana\npineapple\n", end: "os.Exit main.exit"},
		{args: "--filter nothing", stdin: "apple\n", end: "os.Exit main.exit"},
		{args: "--nosuchflag", end: "os.Exit main.exit"},
		{args: "--man", end: "return"},
	}},
	{name: "gofumpt", module: "mvdan.cc/gofumpt", version: "v0.8.0", invocations: []invocation{
		{args: "", stdin: "package  p\n", end: "os.Exit main.main"},
		{args: "", stdin: "pakage p\n", end: "os.Exit main.main"},
		{args: "-l nosuchfile.go", end: "os.Exit main.main"},
	}},
	{name: "staticcheck", module: "honnef.co/go/tools", version: "v0.6.1", pkg: "/cmd/staticcheck", invocations: []invocation{
		{args: "-list-checks", end: "os.Exit honnef.co/go/tools/lintcmd.(*Command).Run"},
		{args: "-explain SA5000", end: "os.Exit honnef.co/go/tools/lintcmd.(*Command).Run"},
		{args: "-explain NOSUCH", end: "os.Exit honnef.co/go/tools/lintcmd.(*Command).Run"},
	}},
	{name: "yq", module: "github.com/mikefarah/yq/v4", version: "v4.47.1", invocations: []invocation{
		{args: ".a", stdin: "a: 1\n", end: "return"},
		{args: ".a[", stdin: "a: 1\n", end: "os.Exit main.main"},
		{args: ". nosuchfile.yaml", end: "os.Exit main.main"},
		{args: "--nosuchflag", end: "os.Exit main.main"},
	}},
	{name: "hugo", module: "github.com/gohugoio/hugo", version: "v0.162.1", big: true, invocations: []invocation{
		{args: "version", end: "return"},
		{args: "--bogus", end: "os.Exit main.main"},
		{args: "list all -s nosuch", end: "os.Exit main.main"},
		{args: "gen chromastyles --style=monokai", end: "return"},
	}},
	{name: "caddy", module: "github.com/caddyserver/caddy/v2", version: "v2.10.2", pkg: "/cmd/caddy", big: true, invocations: []invocation{
		{args: "list-modules", end: "return"},
		{args: "validate --config nosuch", end: "os.Exit github.com/caddyserver/caddy/v2/cmd.Main"},
		{args: "bogus", end: "os.Exit github.com/caddyserver/caddy/v2/cmd.Main"},
	}},
	{name: "promtool", module: "github.com/prometheus/prometheus", version: "v0.313.2", pkg: "/cmd/promtool", big: true, replaces: true, invocations: []invocation{
		{args: "check rules", stdin: "groups: [{name: a, rules: [{alert: X, expr: up == 0}]}]\n", end: "os.Exit main.main"},
		{args: "check rules", stdin: "groups: 7\n", end: "os.Exit main.main"},
		{args: "check config nosuch", end: "kingpin/v2.Fatalf github.com/alecthomas/kingpin/v2.MustParse"},
		{args: "promql format up{}", end: "os.Exit main.checkExperimental"},
	}},
}

// TestThirdParty builds programs with and without the command, and compares
// what they do. It asks the module proxy for them, and takes minutes; the big ones
// are for EXITHOOK_THIRDPARTY=all.
func TestThirdParty(t *testing.T) {
	if os.Getenv("EXITHOOK_THIRDPARTY") == "" {
		t.Skip("set EXITHOOK_THIRDPARTY=1 to build and run programs from the module proxy")
	}
	// The test binary is the command, if it is called that.
	self := filepath.Join(t.TempDir(), "exithook")
	exe, err := os.Executable()
	if err == nil {
		err = os.Symlink(exe, self)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Run("glog", func(t *testing.T) { testGlog(t, self) })
	for _, p := range thirdParties {
		if p.big && os.Getenv("EXITHOOK_THIRDPARTY") != "all" {
			t.Logf("%s is left out", p.name)
			continue
		}
		t.Run(p.name, func(t *testing.T) { p.test(t, self) })
		if p.tests {
			t.Run(p.name+" tests", func(t *testing.T) { p.compareTests(t, self) })
		}
	}
}

// testGlog runs a program that calls glog.Fatal, which sends SIGABRT to itself: the
// runtime answers that with all stacks and status 2, and no hook can run.
func testGlog(t *testing.T, self string) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":  "module example.com/app\n\ngo 1.25\n\nrequire github.com/golang/glog v1.2.5\n",
		"main.go": "package main\n\nimport \"github.com/golang/glog\"\n\nfunc main() { glog.Fatal(\"no\") }\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(self, "run", "-mod=mod", ".", "-logtostderr")
	cmd.Dir = dir
	cmd.Env = append(cmd.Environ(), "GOWORK=off", "PWD="+dir)
	out, err := cmd.CombinedOutput()
	want := "\nexithook: exit 2, and no hooks ran\n\tthe Go runtime ended it and said why above (a fatal error, or a signal\n\tsuch as SIGABRT or SIGQUIT), or it called syscall.Exit\n"
	if !strings.Contains(string(out), "SIGABRT: abort") || !strings.HasSuffix(string(out), want) || cmd.ProcessState.ExitCode() != 2 {
		t.Errorf("glog.Fatal: %v\n%s", err, out)
	}
}

func (p thirdParty) test(t *testing.T, self string) {
	plain, with := t.TempDir(), t.TempDir()
	p.install(t, plain, "go")
	p.install(t, with, self)
	p.again(t, with, self)
	for _, inv := range p.invocations {
		want := inv.run(filepath.Join(plain, p.name), nil)
		file := filepath.Join(t.TempDir(), "report")
		got := inv.run(filepath.Join(with, p.name), []string{"EXITHOOK=report=json:" + file})
		if got != want {
			t.Errorf("%s %s: got\n%s\nwant\n%s", p.name, inv.args, got, want)
		}
		if end := endOf(t, file); end != inv.end {
			t.Errorf("%s %s: the report says %q, want %q", p.name, inv.args, end, inv.end)
		}
	}
}

// again installs the program once more: nothing is compiled for that, and it is the
// same to the byte.
func (p thirdParty) again(t *testing.T, dir, self string) {
	if p.replaces {
		return // each build is in a folder of its own
	}
	file := filepath.Join(dir, p.name)
	first, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	os.Remove(file)
	if out := p.install(t, dir, self, "-x"); strings.Contains(out, "/compile ") {
		t.Errorf("%s is compiled twice", p.name)
	}
	if second, err := os.ReadFile(file); err != nil || !bytes.Equal(first, second) {
		t.Errorf("%s is not the same the second time: %v", p.name, err)
	}
}

func (p thirdParty) download(t *testing.T) (dir string) {
	out, err := exec.Command("go", "mod", "download", "-json", p.module+"@"+p.version).Output()
	var m struct{ Dir string }
	if err == nil {
		err = json.Unmarshal(out, &m)
	}
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return m.Dir
}

func (p thirdParty) install(t *testing.T, dir, command string, flags ...string) string {
	cmd := exec.Command(command, append(append([]string{"install"}, flags...), p.module+p.pkg+"@"+p.version)...)
	cmd.Env = append(cmd.Environ(), "GOBIN="+dir)
	if p.replaces {
		cmd.Args = []string{command, "build", "-o", dir, "." + p.pkg}
		cmd.Dir = p.copy(t)
		cmd.Env = append(cmd.Env, "GOWORK=off", "PWD="+cmd.Dir)
	}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %v\n%s", cmd.Args, err, out)
	}
	return string(out)
}

// compareTests runs the tests of the program's module with go, with the
// command, and with go in the build that the command makes, in which the runtime is
// changed. What is compared is the outcome of each test.
func (p thirdParty) compareTests(t *testing.T, self string) {
	dir := p.copy(t)
	want, got := p.outcomes(dir, "go"), p.outcomes(dir, self)
	if strings.Count(want, " pass\n") < 10 {
		t.Errorf("few tests of %s pass:\n%s", p.name, want)
	}
	if got != want {
		t.Errorf("%s: got\n%s\nwant\n%s", p.name, got, want)
	}
	// Vet cannot be had in that build: it changes to folders that are in the overlay only.
	script := `vars=$("$0" env "$1") && shift 2 && set -a && eval "$vars" && exec go test -vet=off "$@"`
	changed := p.outcomes(dir, "sh", "-c", script, self, "."+p.pkg)
	if changed != want {
		t.Errorf("%s, with the changed runtime: got\n%s\nwant\n%s", p.name, changed, want)
	}
}

// copy returns a copy of the module.
func (p thirdParty) copy(t *testing.T) (dir string) {
	dir = filepath.Join(t.TempDir(), "module")
	if err := os.CopyFS(dir, os.DirFS(p.download(t))); err != nil {
		t.Fatal(err)
	}
	return dir
}

// outcomes returns what becomes of each test.
func (p thirdParty) outcomes(dir string, command ...string) string {
	cmd := exec.Command(command[0], append(command[1:], "test", "-count=1", "-json", "./...")...)
	cmd.Dir = dir
	cmd.Env = append(cmd.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod")
	out, err := cmd.Output()
	var list []string
	for line := range bytes.Lines(out) {
		var e struct{ Action, Package, Test string }
		if json.Unmarshal(line, &e) == nil && (e.Action == "pass" || e.Action == "fail" || e.Action == "skip") {
			list = append(list, e.Package+" "+e.Test+" "+e.Action+"\n")
		}
	}
	slices.Sort(list)
	return strings.Join(list, "") + fmt.Sprintln("status", err)
}

// run returns the output and status of a program.
func (inv invocation) run(exe string, env []string) string {
	cmd := exec.Command(exe, strings.Fields(inv.args)...)
	var out, errs bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(inv.stdin), &out, &errs
	cmd.Env = append(cmd.Environ(), env...)
	err := cmd.Run()
	return fmt.Sprintf("status %v\n%s---\n%s", err, out.String(), errs.String())
}

// endOf returns what a report says: "return", or the exit function and its
// caller. The file that it names must be there, and the line must have such a call.
func endOf(t *testing.T, file string) string {
	data, err := os.ReadFile(file)
	if err != nil {
		return err.Error()
	}
	var r struct {
		Cause, Via, Func, File string
		Line                   int
	}
	if err := json.Unmarshal(data, &r); err != nil {
		return err.Error()
	}
	if r.Cause == "return" {
		return r.Cause
	}
	text, err := os.ReadFile(r.File)
	if err != nil {
		return err.Error()
	}
	lines := strings.Split(string(text), "\n")
	call := r.Via[strings.LastIndexByte(r.Via, '.')+1:] + "("
	if r.Line > len(lines) || !strings.Contains(lines[r.Line-1], call) {
		return fmt.Sprintf("%s:%d has no call of %s", r.File, r.Line, call)
	}
	return r.Via + " " + r.Func
}
