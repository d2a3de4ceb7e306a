// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package exithook_test

import (
	"bytes"
	"errors"
	"go/ast"
	"go/build"
	"go/doc"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/exithook/exithook"
)

// runExample, in the environment, names an example that the test binary runs
// instead of the tests.
const runExample = "EXITHOOK_TEST_EXAMPLE"

// programs are run like examples, but are none.
var programs = map[string]func(){}

func TestMain(m *testing.M) {
	if name := os.Getenv(runExample); name != "" {
		if f := examples[name]; f != nil {
			f()
		}
		programs[name]()
		return
	}
	os.Exit(m.Run())
}

// child runs an example in a process of its own. It returns what it printed
// on standard output, followed by its status, and standard error.
func child(t *testing.T, name string) (stdout, stderr string) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	for _, v := range cmd.Environ() {
		if key, _, _ := strings.Cut(v, "="); key != "GOTRACEBACK" && key != "GODEBUG" && key != "GOCOVERDIR" {
			cmd.Env = append(cmd.Env, v)
		}
	}
	cmd.Env = append(cmd.Env, runExample+"="+name, "GORACE=atexit_sleep_ms=10", "GOCOVERDIR="+t.TempDir())
	timer := time.AfterFunc(time.Minute, func() { cmd.Process.Kill() })
	defer timer.Stop()
	status := "exit status 0"
	if err := cmd.Run(); err != nil {
		status = err.Error()
	}
	return out.String() + status + "\n", errs.String()
}

// prints returns the text after "Prints:" in the comments of each example.
func prints(t *testing.T) map[string]string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "example_exit_test.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	want := make(map[string]string)
	for _, decl := range file.Decls {
		f, ok := decl.(*ast.FuncDecl)
		if !ok {
			continue
		}
		for _, c := range file.Comments {
			if f.Body.Pos() < c.Pos() && c.End() < f.Body.End() {
				if text, ok := strings.CutPrefix(c.Text(), "Prints:\n"); ok {
					want[f.Name.Name] = text
				}
			}
		}
	}
	return want
}

func TestExamples(t *testing.T) {
	if runtime.GOOS == "windows" || runtime.GOOS == "js" || runtime.GOOS == "wasip1" {
		t.Skip("the examples have the statuses of Unix systems")
	}
	want := prints(t)
	for name := range examples {
		t.Run(name, func(t *testing.T) {
			if want[name] == "" {
				t.Fatal("does not say what it prints")
			}
			got, stderr := child(t, name)
			if got != want[name] {
				t.Errorf("prints\n%s\nwant\n%s\nstandard error:\n%s", got, want[name], stderr)
			}
		})
		delete(want, name)
	}
	for name := range want {
		t.Errorf("%s is not in the list of examples", name)
	}
}

// Every exported name is documented and has an example. For a type, that of a
// function that returns it, or of a method, will do.
func TestEveryNameHasAnExample(t *testing.T) {
	p := packageDoc(t)
	for _, f := range p.Funcs {
		checkDoc(t, f.Name, f.Doc, f.Examples)
	}
	for _, typ := range p.Types {
		examples := typ.Examples
		for _, f := range slices.Concat(typ.Funcs, typ.Methods) {
			checkDoc(t, f.Name, f.Doc, f.Examples)
			examples = append(examples, f.Examples...)
		}
		checkDoc(t, typ.Name, typ.Doc, examples)
	}
	for _, v := range slices.Concat(p.Consts, p.Vars) {
		t.Errorf("%v have no type", v.Names)
	}
}

func checkDoc(t *testing.T, name, doc string, examples []*doc.Example) {
	t.Helper()
	if doc == "" || len(examples) == 0 {
		t.Errorf("%s: %d bytes of documentation, %d examples", name, len(doc), len(examples))
	}
}

func packageDoc(t *testing.T) *doc.Package {
	pkg, err := build.ImportDir(".", 0)
	if err != nil {
		t.Fatal(err)
	}
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range slices.Concat(pkg.GoFiles, pkg.XTestGoFiles) {
		f, err := parser.ParseFile(fset, name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	p, err := doc.NewFromFiles(fset, files, "github.com/exithook/exithook")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestBadInput(t *testing.T) {
	here := "exithook_test.go:"
	for want, f := range map[string]func(){
		"exithook: Add: the function to run is nil, at ":                             func() { exithook.Add(exithook.Hook{Name: "x"}) },
		"exithook: Defer: the function to run is nil, at ":                           func() { exithook.Defer(nil) },
		"exithook: Go: the function to run is nil, at ":                              func() { exithook.Go(nil) },
		"exithook: Main: the function to run is nil, at ":                            func() { exithook.Main(nil) },
		"exithook: Add: the timeout of a hook must not be negative, but is -1s, at ": func() { exithook.Add(exithook.Hook{F: func() {}, Timeout: -time.Second}) },
		"exithook: SetTimeout: the timeout must not be negative, but is -1ns, at ":   func() { exithook.SetTimeout(-1) },
		"exithook: HandleSignals: signal killed cannot be caught, at ":               func() { exithook.HandleSignals(syscall.SIGTERM, os.Kill) },
	} {
		got, _ := recovered(f).(string)
		file, line, _ := strings.Cut(strings.TrimPrefix(got, want), here)
		if !strings.HasPrefix(got, want) || strings.Contains(file, "\n") || line == "" {
			t.Errorf("panic %q, want %q and the place in this file", got, want)
		}
	}
}

func recovered(f func()) (v any) {
	defer func() { v = recover() }()
	f()
	return nil
}

func TestStopOfNothing(t *testing.T) {
	var r *exithook.Registration
	if r.Stop() {
		t.Error("Stop of a nil Registration = true")
	}
	if new(exithook.Registration).Stop() {
		t.Error("Stop of a zero Registration = true")
	}
	if got := new(exithook.Registration).String(); got != "no hook" {
		t.Errorf("String of a zero Registration = %q", got)
	}
}

type resource struct{}

func (resource) close() {}

func named() {}

func TestRegistrationString(t *testing.T) {
	const pkg = "github.com/exithook/exithook_test."
	for want, r := range map[string]*exithook.Registration{
		`"given name" (added at `:                exithook.Add(exithook.Hook{F: named, Name: "given name"}),
		`"a\x1b[31m\nb" (added at `:              exithook.Add(exithook.Hook{F: named, Name: "a\x1b[31m\nb"}),
		`"` + pkg + `named" (added at `:          exithook.Defer(named),
		`"` + pkg + `resource.close" (added at `: exithook.Defer(resource{}.close),
	} {
		got := r.String()
		place, ok := strings.CutPrefix(got, want)
		if !ok || !strings.Contains(place, "exithook_test.go:") || !strings.HasSuffix(place, ")") {
			t.Errorf("String = %q, want %q and the place in this file", got, want)
		}
		r.Stop()
	}
}

func TestNames(t *testing.T) {
	for got, want := range map[string]string{
		exithook.Cause(0).String():                  "unknown",
		exithook.Return.String():                    "return",
		exithook.RunCall.String():                   "Run",
		exithook.Cause(200).String():                "Cause(200)",
		exithook.Ends(0).String():                   "none",
		(exithook.Exits | exithook.Panics).String(): "exits, panics",
		(exithook.Signals | 1<<30).String():         "signals, unknown ends",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestTerminationString(t *testing.T) {
	at := exithook.Frame{File: "/src/x.go", Line: 7}
	for want, term := range map[string]exithook.Termination{
		"exit 0, return of main":              {Cause: exithook.Return, CodeKnown: true},
		"exit 143, signal: terminated":        {Cause: exithook.Signal, Code: 143, CodeKnown: true, Signal: syscall.SIGTERM},
		"exit 2, panic at x.go:7: boo":        {Cause: exithook.Panic, Code: 2, CodeKnown: true, Panic: errors.New("boo"), Via: "panic", Caller: at},
		"exit 2, main called runtime.Goexit":  {Cause: exithook.Goexit, Code: 2, CodeKnown: true},
		"exit 5, os.Exit at x.go:7":           {Cause: exithook.OSExit, Code: 5, CodeKnown: true, Via: "os.Exit", Caller: at},
		"exit 5, os.Exit at an unknown place": {Cause: exithook.OSExit, Code: 5, CodeKnown: true, Via: "os.Exit"},
		"exit 0":                              {CodeKnown: true},
		"exit with a code that is not 0, but not known exactly, os.Exit at x.go:7": {Cause: exithook.OSExit, Code: 1, Via: "os.Exit", Caller: at},
	} {
		if got := term.String(); got != want {
			t.Errorf("%+v.String() = %q, want %q", term, got, want)
		}
	}
}

// The fields that Go's internal package has must stay as they are, and in
// front, so that its literals without field names mean the same.
func TestHookIsCompatibleWithTheModel(t *testing.T) {
	h := reflect.TypeFor[exithook.Hook]()
	if f := h.Field(0); f.Name != "F" || f.Type != reflect.TypeFor[func()]() {
		t.Errorf("first field is %v", f)
	}
	if f := h.Field(1); f.Name != "RunOnFailure" || f.Type.Kind() != reflect.Bool {
		t.Errorf("second field is %v", f)
	}
}

func TestAllocations(t *testing.T) {
	f := func() {}
	const n = 1000
	for h, most := range map[*exithook.Hook]float64{{F: f}: n/13 + 2, {F: f, Name: "named", Timeout: time.Second}: 2*n/13 + 2} {
		if got := testing.AllocsPerRun(10, func() {
			for range n {
				exithook.Add(*h).Stop()
			}
		}); got > most {
			t.Errorf("Add and Stop of %d hooks (name %q) allocate %v times, want at most %v", n, h.Name, got, most)
		}
	}
	// What is asked for, what is known of it, and the environment, which takes a few on Windows;
	// without the link, the number of the goroutine.
	most := 3.0
	if exithook.Covered()&exithook.Exits == 0 {
		most++
	}
	if got := testing.AllocsPerRun(10, func() { exithook.Run(0) }); got > most && runtime.GOOS != "windows" {
		t.Errorf("an end without hooks allocates %v times, want at most %v", got, most)
	}
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
