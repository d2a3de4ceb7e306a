// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package engine

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/exithook/exithook/internal/link"
	"github.com/exithook/exithook/internal/script"
)

// A stage plays scripts on the engine of a rig.
type stage struct {
	*rig
	exiting <-chan struct{} // of the first end, if there is somebody who waits for it
}

// An ending is what the stage knows of an end.
type ending struct {
	who  string
	text string
}

func (s stage) Add(h *script.Hook, f func()) (stop func() bool) {
	added := s.Engine.register(&Spec{F: f, RunOnFailure: h.OnFailure, Name: h.Name, Timeout: h.Timeout})
	return func() bool { return s.Engine.Stop(added) }
}

func (s stage) Go(name string, f func()) { s.spawn(name, f) }

func (s stage) Sleep(d time.Duration) { s.sleep(d) }

func (s stage) Log(line string) { s.note("%s", line) }

func (s stage) Ending() (text string) {
	s.look(func() {
		if !script.AllClosed(s.Exiting(), s.exiting) {
			text = "but Exiting is not closed, "
		}
		text += s.End().Info.(ending).text
	})
	return text
}

// run has the engine run an end, as os.Exit and panics of this package do.
func (s stage) run(who string, k script.Kind, end End) {
	end.Goid = link.Goid()
	end.Info = ending{who, script.Ending(who, k, end.Code)}
	if k == script.Exit || k == script.Signal {
		s.Arrive(&End{Goid: end.Goid, Info: end.Info})
	}
	s.Engine.Run(&end)
}

func (s stage) Exit(who string, code int) {
	s.run(who, script.Exit, End{Code: code})
	s.Leave()
	s.Log(script.Exited(code))
	s.park()
}

func (s stage) Run(who string, code int) { s.run(who, script.Run, End{Code: code, Returns: true}) }

func (s stage) Panic(who string, recovered bool) {
	if s.runOnPanic(who); !recovered {
		s.Log(script.Crashed(who))
		s.park()
	}
}

func (s stage) PanicInHook(who string) {
	s.runOnPanic(who)
	panic(who)
}

// runOnPanic is what RunOnPanic does for the engine.
func (s stage) runOnPanic(who string) {
	inHook := false
	s.look(func() { inHook = s.InHook(link.Goid()) })
	if !inHook {
		s.run(who, script.Panic, End{Code: 2, Crash: true})
	}
}

// Signal does what the handler of signals does.
func (s stage) Signal(name string, code int) {
	s.spawn(name, func() {
		if s.signalled.Swap(true) {
			s.NoteLate(&End{})
			s.Log(script.Late(name))
			return
		}
		s.run(name, script.Signal, End{Code: code})
		s.Leave()
		s.Log(script.Died(code))
		s.park()
	})
}

func (s stage) play(sc *script.Script) {
	sc.Play(s)
	s.Exit("main", 0)
}

// plays sets up the Host of a rig for scripts.
func (r *rig) plays() {
	h := &r.Host
	h.Describe = func(e *End, late bool) any {
		if late {
			r.note("%s", script.Late(e.Info.(ending).who))
		}
		return e.Info
	}
	h.Failed = func(f *Failure) {
		what := f.Outcome.String()
		if f.Abandoned {
			what += script.Abandoned
		}
		r.note("%s", script.Failed(name(f.Hook), what))
	}
	h.Expired = func(x *Expiry) {
		running := "none"
		if x.Running != nil {
			running = name(x.Running)
		}
		var pending []string
		for _, h := range x.Pending {
			pending = append(pending, name(h))
		}
		r.note("%s", script.Expired(running, pending))
	}
	h.Fatal = func(o Outcome, e *End) {
		who := ""
		if e.Crash {
			who = e.Info.(ending).who
		}
		r.note("%s", script.Fatal(o.String(), who))
		r.park()
	}
	h.Uncrashed = func(e *End) {
		r.note("%s", script.Uncrashed(e.Info.(ending).who))
		r.park()
	}
}

// perform plays a script and returns its log.
func perform(t *testing.T, s *script.Script, keep bool) (log []string) {
	defer noteDeadlock(&log)
	bubble(t, func(r *rig) {
		r.plays()
		r.Host.Keep = func() bool { return keep }
		on := stage{rig: r}
		if keep {
			on.exiting = r.Exiting()
		}
		go on.play(s)
		time.Sleep(1000 * time.Hour)
		synctest.Wait()
		r.mu.Lock()
		log = slices.Clone(r.log)
		r.mu.Unlock()
	})
	return log
}

// noteDeadlock adds to a log that goroutines are left which will never end.
func noteDeadlock(log *[]string) {
	if v := recover(); v != nil {
		*log = append(*log, fmt.Sprint(v))
	}
}

// checkScript returns an error if what the engine does for a script is not
// allowed.
func checkScript(t *testing.T, data []byte) error {
	s := script.Parse(data)
	return judge(script.Reference{}, s, perform(t, s, len(data)%2 == 0))
}

// judge returns an error if the log of a script is not allowed.
func judge(r script.Reference, s *script.Script, log []string) error {
	if err := r.Check(s, log); err != nil {
		return fmt.Errorf("%v\nthe script is\n%sthe log is\n\t%s", err, s, strings.Join(log, "\n\t"))
	}
	return nil
}

// tries is how many times a script is tried that has failed.
const tries = 50

// scripts returns how many random scripts to play, which EXITHOOK_SCRIPTS says, and
// the seed for them.
func scripts(t *testing.T) (n int, seed uint64) {
	n = 20000
	if testing.Short() {
		n = 2000
	}
	if v := os.Getenv("EXITHOOK_SCRIPTS"); v != "" {
		var err error
		if n, err = strconv.Atoi(v); err != nil || n < 1 {
			t.Fatalf("EXITHOOK_SCRIPTS: not a number of scripts: %q", v)
		}
	}
	seed = uint64(time.Now().UnixNano())
	t.Logf("%d scripts, seed %d", n, seed)
	return n, seed
}

// TestScripts plays random scripts.
func TestScripts(t *testing.T) {
	n, seed := scripts(t)
	const parts = 2
	for part := range uint64(parts) {
		t.Run(strconv.FormatUint(part, 10), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, part))
			check := func(data []byte) error { return checkScript(t, data) }
			for range max(n/parts, 1) {
				data := script.Random(random)
				if err := check(data); err != nil {
					t.Error(script.Report(data, err, tries, check))
					return
				}
			}
		})
	}
}

const corpus = "testdata/fuzz/FuzzScripts"

func FuzzScripts(f *testing.F) {
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := checkScript(t, data); err != nil {
			t.Errorf("script %x: %v", data, err)
		}
	})
}

// TestCorpus checks that the corpus of FuzzScripts has every kind of action in
// every role, and adds what is missing.
func TestCorpus(t *testing.T) {
	files, err := filepath.Glob(corpus + "/*")
	if err != nil {
		t.Fatal(err)
	}
	var scripts []*script.Script
	for _, file := range files {
		scripts = append(scripts, script.Parse(readCorpus(t, file)))
	}
	for role, kind := range script.All {
		has := func(s *script.Script) bool { return s.Has(role, kind) }
		if slices.ContainsFunc(scripts, has) {
			continue
		}
		file := fmt.Sprintf("%s/%s-in-%s", corpus, strings.NewReplacer(" ", "-", ",", "").Replace(kind.String()), role)
		t.Errorf("no script has %q in a %s: wrote %s, which is to be committed", kind, role, file)
		writeCorpus(t, file, has)
	}
}

func readCorpus(t *testing.T, file string) []byte {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	data, err := script.ParseCorpusFile(string(text))
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return data
}

// writeCorpus writes a small script that has something.
func writeCorpus(t *testing.T, file string, has func(*script.Script) bool) {
	random := rand.New(rand.NewPCG(0, 0))
	var data []byte
	for data == nil || !has(script.Parse(data)) {
		data = script.Random(random)
	}
	data = script.Shrink(data, func(less []byte) bool { return has(script.Parse(less)) })
	if err := os.MkdirAll(corpus, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(script.CorpusFile(data)), 0o666); err != nil {
		t.Fatal(err)
	}
}
