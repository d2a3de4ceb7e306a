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

// harms are what a method does that is to return the text of a panic value.
var harms = []string{"exit", "panic", "panic-again", "block", "goexit"}

// insteadOfText is what is said in the place of the text: the type is known.
func insteadOfText(method string) string {
	return map[string]string{"Error": `.*main\.harmfulError.*`, "String": `.*main\.harmfulStringer.*`}[method]
}

// withHarms runs a test with each method and harm.
func withHarms(t *testing.T, f func(t *testing.T, method, how string)) {
	for _, method := range []string{"Error", "String"} {
		for _, how := range harms {
			t.Run(method+"/"+how, func(t *testing.T) {
				t.Parallel()
				f(t, method, how)
			})
		}
	}
}

func TestHarmInHook(t *testing.T) {
	conform(t, 52, func(t *testing.T, b *build) {
		withHarms(t, func(t *testing.T, method, how string) {
			r := run{build: b, args: []string{"harm-hook", method, how}, limit: patience}.do(t)
			r.wantMatches(t, "status 2", lines("third", "first"),
				`^exithook: hook "second" \(added at main\.go:N\) panicked: `+insteadOfText(method)+`\n`, `^fatal error: exit hook invoked panic$`)
		})
	})
}

// TestHarmInEnd has a program end by such a panic, and hooks that ask for its text.
// Then it is the runtime's turn, which calls the method as well and may never get
// to an end, in any program: that is not waited for. An exit by the method does not
// change the end.
func TestHarmInEnd(t *testing.T) {
	conform(t, 52, func(t *testing.T, b *build) {
		places := []string{"Go", "Main"}
		if b.panics {
			places = append(places, "go")
		}
		withHarms(t, func(t *testing.T, method, how string) {
			for _, place := range places {
				b.harmInEnd(t, method, how, place)
			}
		})
	})
}

func (b *build) harmInEnd(t *testing.T, method, how, place string) {
	t.Helper()
	r := run{build: b, args: []string{"harm-end", method, how, place}, env: []string{asText}, merged: true, limit: patience}
	stays := how == "block" || how == "goexit" // what the runtime makes of it
	if stays {
		r.start = func(p *process) {
			if p.await("\nhooks: 3, in ", 1) {
				time.Sleep(100 * time.Millisecond)
				p.Kill()
			}
		}
	}
	res := r.do(t)
	text := normal(res.stdout)
	said := lines("report: true true true", "status: panic 2 true", "first")
	summary := regexp.MustCompile(`^exithook: exit 2, panic at harm\.go:N: ` + insteadOfText(method) + `\n`)
	got, rest, _ := strings.Cut(text, said)
	if got != "" || !summary.MatchString(rest) || !strings.Contains(rest, "\nhooks: 3, in ") {
		t.Errorf("%s: the hooks, the report: got %s", place, res)
	}
	if res.ending() != "status 2" && !(stays && res.ending() == "signal: killed") {
		t.Errorf("%s: got %s\nwant: status 2", place, res)
	}
}

// TestHarmAndFailure has a hook fail in such an end: the report of the panic is ours.
func TestHarmAndFailure(t *testing.T) {
	conform(t, 52, func(t *testing.T, b *build) {
		withHarms(t, func(t *testing.T, method, how string) {
			r := run{build: b, args: []string{"harm-fails", method, how}, limit: patience}.do(t)
			r.wantMatches(t, "status 2", "first\n", `^exithook: hook "second" \(added at main\.go:N\) called runtime\.Goexit\n`,
				`^panic: `+insteadOfText(method)+`\n`, `^fatal error: exit hook invoked Goexit$`)
		})
	})
}

// TestHarmRecovered has such a panic recovered after it ran the hooks, and made to
// crash the program after all.
func TestHarmRecovered(t *testing.T) {
	conform(t, 52, func(t *testing.T, b *build) {
		withHarms(t, func(t *testing.T, method, how string) {
			r := run{build: b, args: []string{"harm-recovered", method, how}, limit: patience}.do(t)
			if b.panics {
				r.want(t, "status 0", "first\n", "") // nothing but a recovered panic
				return
			}
			r.wantMatches(t, "status 2", "first\n", `^exithook: a panic was recovered after it had run the hooks\n`,
				`^panic: `+insteadOfText(method)+`\n`)
		})
	})
}

// TestHarmInSignal has HandleSignals refuse what is no signal, whatever its method
// does.
func TestHarmInSignal(t *testing.T) {
	conform(t, 52, func(t *testing.T, b *build) {
		for _, how := range harms {
			r := run{build: b, args: []string{"harm-signal", how}, limit: patience}.do(t)
			r.want(t, "status 3", lines("HandleSignals panicked: true", "second", "first"), "")
		}
	})
}

// TestNilInHook has a hook panic with nil, also where that is no error.
func TestNilInHook(t *testing.T) {
	conform(t, 52, func(t *testing.T, b *build) {
		for env, text := range map[string]string{
			"GODEBUG=panicnil=0": regexp.QuoteMeta(panicWays["nil"].text),
			"GODEBUG=panicnil=1": "nil",
		} {
			r := run{build: b, args: []string{"nil-in-hook"}, env: []string{env}, limit: patience}.do(t)
			r.wantMatches(t, "status 2", lines("third", "first"),
				`^exithook: hook "second" \(added at main\.go:N\) panicked: `+text+`\n`, `^fatal error: exit hook invoked panic$`)
		}
	})
}
