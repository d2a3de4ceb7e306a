// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package e2e

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A failing is a program with three hooks of which one fails, or that writes a
// report.
type failing struct {
	name   string
	args   []string
	env    []string
	ending string
	stdout string
}

var failings = []failing{
	{"a hook panics", []string{"hook-panics", "3"}, nil, "status 2", lines("third", "first")},
	{"a hook exits", []string{"hook-exits", "3"}, nil, "status 2", lines("third", "first")},
	{"a hook overruns", []string{"overrun", "sleep", "3"}, nil, "status 2", lines("third", "first")},
	{"a report", []string{"success", "3"}, []string{asText}, "status 3", lines("D", "B")},
	{"a hook panics, and a report", []string{"hook-panics", "0"}, []string{asText}, "status 2", lines("third", "first")},
	{"the deadline of all hooks", []string{"stuck", "sleep"}, []string{asText}, "status 2", ""},
	{"a panic", []string{"panic", "Go", "error"}, []string{asText}, "status 2", panicSeen("error")},
}

// TestStderrTakesNothing has hooks fail and reports written while standard error
// takes nothing: the other hooks run, and the status is the same. Each build has
// some of the failings with each of the sinks; import only has them all, the
// others with EXITHOOK_LONG=1.
func TestStderrTakesNothing(t *testing.T) {
	conform(t, 50, func(t *testing.T, b *build) {
		for i, s := range sinks {
			for j, f := range failings {
				n := (i + j + slices.Index(allBuilds, b)) % len(failings)
				if b == link || n == 0 || n == 3 || long {
					t.Run(s.name+"/"+f.name, func(t *testing.T) {
						t.Parallel()
						b.takesNothing(t, s, f)
					})
				}
			}
		}
	})
}

func (b *build) takesNothing(t *testing.T, s sink, f failing) {
	t.Helper()
	r := run{build: b, args: f.args, env: slices.Clone(f.env), limit: patience}
	s.apply(t, &r)
	res := r.do(t)
	if res.ending() != f.ending || normal(res.stdout) != f.stdout {
		t.Errorf("got %s, %q\nwant %s, %q\n%s", res.ending(), normal(res.stdout), f.ending, f.stdout, res)
	}
}

// TestPanicTakesNothing has a goroutine panic that is under no care, where such a
// panic runs the hooks.
func TestPanicTakesNothing(t *testing.T) {
	conform(t, 50, func(t *testing.T, b *build) {
		if !b.panics {
			return // it is all Go's own, which waits for the reader
		}
		f := failing{"a panic", []string{"panic", "go", "error"}, nil, "status 2", panicSeen("error")}
		for _, s := range sinks {
			t.Run(s.name, func(t *testing.T) {
				t.Parallel()
				b.takesNothing(t, s, f)
			})
		}
	})
}

// TestDumpTakesNothing has a pipe that nobody reads and that is not full before the
// runtime prints the stacks of many goroutines.
func TestDumpTakesNothing(t *testing.T) {
	conform(t, 50, func(t *testing.T, b *build) {
		for way, said := range map[string]string{"hook": lines("third", "first"), "panic": lines("hook")} {
			t.Run(way, func(t *testing.T) {
				t.Parallel()
				_, writer := pipe(t)
				r := run{
					build: b, args: []string{"crowd", "700", way}, env: []string{"GOTRACEBACK=all"},
					attr: stderrTo(writer), limit: patience,
				}
				r.do(t).want(t, "status 2", said, "")
			})
		}
	})
}

// TestSecondSignalTakesNothing has an impatient person end a program whose standard
// error is full, or a terminal that is stopped.
func TestSecondSignalTakesNothing(t *testing.T) {
	conform(t, 50, func(t *testing.T, b *build) {
		for _, s := range sinks {
			for mode, said := range map[string]string{
				"signal-slow":  "in hook", // while a hook runs
				"signal-panic": "panics",  // while the report of a hook that panicked is written, or the next runs
			} {
				t.Run(s.name+"/"+mode, func(t *testing.T) {
					t.Parallel()
					b.secondTakesNothing(t, s, mode, said)
				})
			}
		}
	})
}

func (b *build) secondTakesNothing(t *testing.T, s sink, mode, said string) {
	t.Helper()
	r := run{build: b, args: []string{mode}, env: []string{asText}, limit: patience}
	s.apply(t, &r)
	r.start = func(p *process) {
		sendWhen("ready", syscall.SIGINT)(p)
		if p.await(said+"\n", 1) {
			time.Sleep(echo)
			p.Signal(syscall.SIGINT)
		}
	}
	res := r.do(t)
	stdout := strings.TrimSuffix(res.stdout, "stuck\n") // it may have come so far
	if want := lines("ready", said); res.ending() != "signal: interrupt" || stdout != want {
		t.Errorf("got %s, %q\nwant signal: interrupt, %q", res.ending(), stdout, want)
	}
}

// slow makes standard error a pipe that is read slowly, and returns what was read
// of it.
func (r run) slow(t *testing.T, nearlyFull bool) (res result, text string, living *slowReader) {
	t.Helper()
	reader, writer := pipe(t)
	filled := 0
	if nearlyFull {
		fill(t, writer)
		filled, _ = reader.Read(make([]byte, 4096)) // of which there is place for one page
		filled = pipeSize(writer) - filled
	}
	r.attr = stderrTo(writer)
	r.start = func(p *process) {
		writer.Close()
		if nearlyFull {
			p.await("third\n", 1) // the hook that fails is next
		}
		living = readSlowly(reader)
	}
	res = r.do(t)
	return res, (<-living.text)[filled:], living
}

// idlers are the stacks of the goroutines of the crowd.
var idlers = regexp.MustCompile(`(?m)^goroutine \d+ .*\[.*\]:\n(?:.+\n)*?main\.idler\(.*\)\n\t.+\n` +
	`(?:.+\n)*?created by main\.crowd in .*\n\t.+\n`)

func pipeSize(f *os.File) int {
	const getPipeSize = 1032 // F_GETPIPE_SZ
	n, _, _ := syscall.Syscall(syscall.SYS_FCNTL, f.Fd(), getPipeSize, 0)
	return int(n)
}

// TestSlowReader has a slow reader lose nothing of the dump of many goroutines:
// neither what is ours of it, nor what is the runtime's.
func TestSlowReader(t *testing.T) {
	conform(t, 50, func(t *testing.T, b *build) {
		const n = 1500 // at least 250 KB, for which the reader takes more than a second
		for way, said := range map[string]string{"hook": lines("third", "first"), "panic": lines("hook")} {
			t.Run(way, func(t *testing.T) {
				t.Parallel()
				r := run{build: b, args: []string{"crowd", fmt.Sprint(n), way}, env: []string{"GOTRACEBACK=all"}}
				first := map[string]string{"hook": "exithook: hook \"second\" ", "panic": "panic: boom"}[way]
				withLivingReader(t, func() (*slowReader, string) {
					res, text, reader := r.slow(t, false)
					got := len(idlers.FindAllString(text, -1))
					if res.ending() == "status 2" && res.stdout == said && got == n && strings.HasPrefix(text, first) {
						return nil, ""
					}
					return reader, fmt.Sprintf("%v\nthe stacks of %d goroutines of %d, in %d bytes that begin with %.100q", res, got, n, len(text), text)
				})
			})
		}
	})
}

// TestShortWrites has a pipe that has place for a part of a report only, and is
// read slowly. Nothing of the report is lost, also if a write does not block.
func TestShortWrites(t *testing.T) {
	conform(t, 50, func(t *testing.T, b *build) {
		for _, how := range []string{"block", "nonblock"} {
			t.Run(how, func(t *testing.T) {
				t.Parallel()
				r := run{build: b, args: []string{"wordy", "80"}, env: []string{"E2E_STDERR=" + how}}
				const first = `exithook: hook "second" (added at `
				withLivingReader(t, func() (*slowReader, string) {
					res, text, reader := r.slow(t, true)
					report, _, _ := strings.Cut(text, "\nfatal error: ")
					got := strings.Count(report, "\nmain.deeper(")
					if res.ending() == "status 2" && res.stdout == lines("third", "first") && strings.HasPrefix(text, first) &&
						got == 80 && strings.Contains(report, "\nmain.wordy(") {
						return nil, ""
					}
					return reader, fmt.Sprintf("%v\n%d frames of 80, and the last: %d bytes\n%s", res, got, len(report), report)
				})
			})
		}
	})
}

// TestSlowReportFile has a FIFO as the file of the report, with a reader that is
// slow.
func TestSlowReportFile(t *testing.T) {
	conform(t, 50, func(t *testing.T, b *build) {
		const n = 2000
		withLivingReader(t, func() (*slowReader, string) {
			name := fifo(t)
			reader := open(t, name, os.O_RDWR) // for reading; it opens although nobody writes
			keeper := open(t, name, os.O_WRONLY)
			slow := readSlowly(reopen(t, reader, name))
			r := run{build: b, args: []string{"count", fmt.Sprint(n)}, env: []string{"EXITHOOK=report=json:" + name}}.do(t)
			keeper.Close() // so that the reader gets to an end
			got := <-slow.text
			hooks := strings.Count(got, `"outcome":"ok"`)
			if r.ending() == "status 0" && r.stdout == "0 hooks left\n" && r.stderr == "" && hooks == n+1 && strings.HasSuffix(got, "}\n") {
				return nil, ""
			}
			return slow, fmt.Sprintf("%v\n%d hooks of %d, in %d bytes that end with %q", r, hooks, n+1, len(got), got[max(len(got)-100, 0):])
		})
	})
}

// reopen opens a FIFO for reading only, and closes what was open.
func reopen(t *testing.T, f *os.File, name string) *os.File {
	t.Helper()
	defer f.Close()
	return open(t, name, os.O_RDONLY)
}
