// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package e2e

import (
	"regexp"
	"strings"
	"testing"
	"time"
)

// panicNilEnv has panic(nil) stay nil, as recover returns it then.
func (b *build) panicNilEnv() []string {
	if b.inWine() {
		return []string{saysStarted + ",panicnil=1"}
	}
	return []string{"GODEBUG=panicnil=1"}
}

// runNil runs panicnil, which needs no variable.
func (b *build) runNil(t *testing.T, place, way string) result {
	t.Helper()
	return run{build: b, exe: b.must(t, "./panicnil"), args: []string{place, way}, merged: true}.do(t)
}

// nilCrash is the first line of the trace of such a panic.
var nilCrash = regexp.MustCompile(`(?m)^panic: .*nil`)

// wantNilPanic wants the end by a panic: a hook has said so before it.
func (r result) wantNilPanic(t *testing.T, what string, hooks *regexp.Regexp) {
	t.Helper()
	at := nilCrash.FindStringIndex(r.stdout)
	if r.ending() != "status 2" || at == nil || !hooks.MatchString(r.stdout[:at[0]]) || !strings.Contains(r.stdout[at[0]:], "\ngoroutine ") {
		t.Errorf("%s: want hooks %v, and status 2 with the panic: %v", what, hooks, r)
	}
}

func TestPanicNil(t *testing.T) {
	conform(t, 34, func(t *testing.T, b *build) {
		places := []string{"Main", "Go", "RunOnPanic"}
		if b.panics {
			places = append(places, "main", "go")
		}
		for _, place := range places {
			b.runNil(t, place, "panic").wantNilPanic(t, place, regexp.MustCompile(`^panic\n$`))
			r := run{build: b, args: []string{"panic", place, "nil"}, env: b.panicNilEnv(), merged: true, limit: 20 * time.Second}.do(t)
			r.wantNilPanic(t, place, regexp.MustCompile(`^exit 2, panic at panics\.go:\d+: .*nil.*\nB\n$`))
		}
	})
}

// TestNoPanicNil has other ways in which recover returns nil.
func TestNoPanicNil(t *testing.T) {
	conform(t, 35, func(t *testing.T, b *build) {
		exit := lines("os.Exit", "success")
		for _, place := range []string{"Go", "RunOnPanic", "go", "hook"} {
			b.runNil(t, place, "return").want(t, "status 0", exit, "")
			b.runNil(t, place, "nested").want(t, "status 0", exit, "")
		}
		for _, place := range []string{"Go", "RunOnPanic", "go"} {
			b.runNil(t, place, "Goexit").want(t, "status 0", exit, "")
		}
		b.runNil(t, "recovered", "panic").want(t, "status 0", exit, "")
		b.runNil(t, "Main", "return").want(t, "status 0", lines("return", "success"), "")
		b.runNil(t, "Main", "Goexit").wantFatal(t, lines("Goexit"), goexitFatal)
	})
}

// TestHookPanicsNil has a hook panic: it is not taken for one that calls Goexit, or
// the other way round.
func TestHookPanicsNil(t *testing.T) {
	conform(t, 20, func(t *testing.T, b *build) {
		for way, want := range map[string][2]string{
			"panic":  {`panicked: .*nil.*`, "exit hook invoked panic"},
			"Goexit": {`called runtime\.Goexit`, "exit hook invoked Goexit"},
		} {
			r := b.runNil(t, "hook", way)
			line := regexp.MustCompile(`^exithook: hook "middle" \(added at .*main\.go:\d+\) ` + want[0] + `\n`)
			before, fatal, _ := strings.Cut(r.stdout, "\nfatal error: ")
			if r.ending() != "status 2" || !line.MatchString(r.stdout) || !strings.HasSuffix(before, "\nos.Exit\nsuccess") ||
				!strings.HasPrefix(fatal, want[1]+"\n") {
				t.Errorf("%s: want %v and %q: %v", way, line, want[1], r)
			}
		}
	})
}
