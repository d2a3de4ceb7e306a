// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package e2e

import (
	"cmp"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/exithook/exithook/internal/script"
)

// TestScriptProcesses plays random scripts as whole programs, and has the same
// reference judge them that judges the engine: 60 processes with the link, 300 with
// EXITHOOK_LONG, or as many as EXITHOOK_PROCESSES says, and fewer in the other
// builds. The corpus of the engine's fuzz test comes first.
func TestScriptProcesses(t *testing.T) {
	n := setting(t, "EXITHOOK_PROCESSES", link.often(300, 0))
	for b, n := range map[*build]int{link: n, linkRace: n / 20, nolink: n / 10, full: n / 5} {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			if why := b.problem(); why != "" {
				t.Skip(why)
			}
			b.playAll(t, append(corpus(t), randomScripts(t, n, 40)...))
		})
	}
}

func (b *build) playAll(t *testing.T, scripts [][]byte) {
	if !haveSignals {
		scripts = slices.DeleteFunc(scripts, func(data []byte) bool { return script.Parse(data).HasSignals() })
	}
	work := make(chan []byte, len(scripts))
	for _, data := range scripts {
		work <- data
	}
	close(work)
	var shrinking sync.Once
	repeat(t, len(scripts), func() error {
		data := <-work
		err := b.play(data)
		if err != nil {
			shrinking.Do(func() { err = b.shrink(data, err) })
		}
		return err
	})
}

// corpus returns the scripts of the corpus of the engine's fuzz test.
func corpus(t *testing.T) (scripts [][]byte) {
	files, err := filepath.Glob("../internal/engine/testdata/fuzz/FuzzScripts/*")
	if err != nil || len(files) == 0 {
		t.Fatal("no corpus", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		data, err := script.ParseCorpusFile(string(text))
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		scripts = append(scripts, data)
	}
	return scripts
}

// randomScripts returns scripts, of which one in so many is timed.
func randomScripts(t *testing.T, n, timed int) (scripts [][]byte) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("%d scripts, seed %d", n, seed)
	random := rand.New(rand.NewPCG(seed, 0))
	for i := range n {
		data := script.Random(random)
		script.SetTimed(data, i%timed == 0)
		scripts = append(scripts, data)
	}
	return scripts
}

// play runs a process that plays a script, and returns an error if what it does
// is not allowed.
func (b *build) play(data []byte) error {
	r, err := run{build: b, args: []string{"script", hex.EncodeToString(data)}, merged: true, limit: 20 * time.Second}.try()
	if err != nil {
		return err
	}
	log, err := scriptLog(r)
	s := script.Parse(data)
	if err == nil {
		err = script.Reference{Slack: script.Any, Cut: true, Quiet: true, Covered: b.panics}.Check(s, log)
	}
	if err != nil {
		return fmt.Errorf("script %x: %v\nthe script is\n%sthe log is\n\t%s\nthe process: %v", data, err, s, strings.Join(log, "\n\t"), r)
	}
	return nil
}

// shrink shrinks a script that fails, for a minute, and says what to do with it.
func (b *build) shrink(data []byte, err error) error {
	until := time.Now().Add(time.Minute)
	return script.Report(data, err, 10, func(less []byte) error {
		if time.Now().After(until) {
			return nil
		}
		return b.play(less)
	})
}

// An entry is a line of a log, and where it is in the output.
type entry struct {
	at   int
	line string
}

var (
	ownLine    = regexp.MustCompile(`\n@ ([^\n]*)\n`)
	hookFailed = regexp.MustCompile(`exithook: hook "(\w+)" \(added at [^)\n]*\)(, abandoned before,)? (panicked|called exit|called runtime\.Goexit|did not return within)`)
	expired    = regexp.MustCompile(`exithook: the hooks did not finish within the timeout of`)
	isRunning  = regexp.MustCompile(`exithook: hook "(\w+)" \(added at [^)\n]*\) is running`)
	wasNotRun  = regexp.MustCompile(`exithook: hook "(\w+)" \(added at [^)\n]*\) was not run`)
	crash      = regexp.MustCompile(`(?m)^panic: (\w+)( \[recovered, repanicked\])?$`)
	uncrashed  = regexp.MustCompile(`exithook: a panic was recovered after it had run the hooks\npanic: (\w+)\n`)
	fatal      = regexp.MustCompile(`(?m)^fatal error: (exit hook [^\n]*)$`)
)

var failures = map[string]string{
	"panicked":              script.Panicked,
	"called exit":           script.Exits,
	"called runtime.Goexit": script.Goexits,
	"did not return within": script.Overruns,
}

// scriptLog makes a log of the output of a process and its status.
func scriptLog(r result) ([]string, error) {
	last := script.Exited(r.status)
	if r.signal != "" {
		last = death(r.signal)
	}
	if r.killed || last == "" {
		return nil, errors.New("the process did not end by itself")
	}
	entries, reports := ownEntries(r.stdout)
	entries = append(entries, reports.failures()...)
	end, ended := reports.end()
	if ended {
		entries = append(entries, end)
	}
	slices.SortStableFunc(entries, func(a, b entry) int { return cmp.Compare(a.at, b.at) })
	var log []string
	for _, e := range entries {
		log = append(log, e.line)
	}
	switch {
	case !ended:
		log = append(log, last)
	case r.status != 2:
		return log, errors.New("the status is " + strconv.Itoa(r.status))
	}
	if len(entries) == strings.Count(r.stdout, "\n@ ") && strings.TrimSpace(reports.text) != "" {
		return log, errors.New("there is more in the output than the log")
	}
	return log, nil
}

// death is the line for a process that died of a signal, "" if no script has that one.
func death(signal string) string {
	for _, code := range script.SignalCodes {
		if syscall.Signal(code-128).String() == signal {
			return script.Died(code)
		}
	}
	return ""
}

// reports are what the package and the runtime have written.
type reports struct {
	text string
	at   []int // where each byte of it is in the output
}

func (r *reports) add(output string, from, to int) {
	r.text += output[from:to]
	for i := from; i < to; i++ {
		r.at = append(r.at, i)
	}
}

// ownEntries takes the lines of the program from the output.
func ownEntries(output string) (entries []entry, rest reports) {
	last := 0
	for _, m := range ownLine.FindAllStringSubmatchIndex(output, -1) {
		entries = append(entries, entry{m[0], output[m[2]:m[3]]})
		rest.add(output, last, m[0])
		last = m[1]
	}
	rest.add(output, last, len(output))
	return entries, rest
}

// failures returns what is reported of hooks.
func (r *reports) failures() (entries []entry) {
	for _, m := range hookFailed.FindAllStringSubmatchIndex(r.text, -1) {
		what := failures[r.text[m[6]:m[7]]]
		if m[4] >= 0 {
			what += script.Abandoned
		}
		entries = append(entries, entry{r.at[m[0]], script.Failed(r.text[m[2]:m[3]], what)})
	}
	if m := expired.FindStringIndex(r.text); m != nil {
		running, pending := "none", []string{}
		if m := isRunning.FindStringSubmatch(r.text); m != nil {
			running = m[1]
		}
		for _, m := range wasNotRun.FindAllStringSubmatch(r.text, -1) {
			pending = append(pending, m[1])
		}
		entries = append(entries, entry{r.at[m[0]], script.Expired(running, pending)})
	}
	return entries
}

// end returns what ended the process, if that has been written.
func (r *reports) end() (entry, bool) {
	died := crash.FindStringSubmatchIndex(r.text)
	if m := fatal.FindStringSubmatchIndex(r.text); m != nil {
		who := ""
		if died != nil {
			who = r.text[died[2]:died[3]]
		}
		return entry{r.at[m[0]], script.Fatal(r.text[m[2]:m[3]], who)}, true
	}
	if m := uncrashed.FindStringSubmatchIndex(r.text); m != nil {
		return entry{r.at[m[0]], script.Uncrashed(r.text[m[2]:m[3]])}, true
	}
	if died != nil {
		return entry{r.at[died[0]], script.Crashed(r.text[died[2]:died[3]])}, true
	}
	return entry{}, false
}
