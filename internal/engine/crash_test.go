// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package engine

import (
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

func TestCrashWinsOverFatal(t *testing.T) {
	bubble(t, func(r *rig) {
		r.add("A", func() { panic("hook") })
		r.end(End{Code: 2, Crash: true})
		r.want(0, "A", "A failed: exit hook invoked panic hook", "ended 2")
	})
}

// The goroutine that was to crash the program is held by a hook.
func TestCrashThatCannot(t *testing.T) {
	bubble(t, func(r *rig) {
		r.add("A", func() { r.endHere(End{}) })
		r.end(End{Code: 2, Crash: true})
		r.want(2, "A", "A failed: exit hook invoked exit <nil>", "fatal: exit hook invoked exit, code 2")
	})
}

// An exit of an abandoned hook, on the goroutine that was to crash the program,
// does not get ahead of the fatal error.
func TestCrashThatCannotAndALateEnd(t *testing.T) {
	for range 100 {
		bubble(t, func(r *rig) {
			r.add("A", sleep(5*time.Second))
			r.addHook(&Spec{RunOnFailure: true, Timeout: time.Second}, "B", sleep(2*time.Second), func() { r.endHere(End{}) })
			r.end(End{Code: 2, Crash: true})
			time.Sleep(time.Minute)
			r.want(2, "B", "B failed: exit hook did not return <nil>", "A", "fatal: exit hook did not return, code 2")
		})
	}
}

// The panic was recovered after it had run the hooks: the next end waits a
// second for the crash.
func TestCrashThatDoesNotHappen(t *testing.T) {
	bubble(t, func(r *rig) {
		r.end(End{Code: 2, Crash: true})
		time.Sleep(time.Hour)
		r.want(0, "ended 2")
		r.end(End{Code: 0})
		r.end(End{Code: 0})
		time.Sleep(crashGrace - time.Nanosecond)
		r.want(2, "ended 2")
		time.Sleep(time.Nanosecond)
		r.want(3, "ended 2", "uncrashed: 2")
		time.Sleep(time.Hour)
		r.want(3, "ended 2", "uncrashed: 2")
	})
}

// The same, for an end that was parked while the hooks ran.
func TestCrashThatDoesNotHappenAfterALateEnd(t *testing.T) {
	bubble(t, func(r *rig) {
		r.add("A", func() { time.Sleep(time.Second) })
		r.end(End{Code: 2, Crash: true})
		r.end(End{Code: 0})
		time.Sleep(time.Second)
		r.want(1, "A", "ended 2")
		time.Sleep(crashGrace)
		r.want(2, "A", "ended 2", "uncrashed: 2")
	})
}

// A second panic that is recovered is no end that was asked for, whenever it came.
func TestCrashesThatDoNotHappen(t *testing.T) {
	bubble(t, func(r *rig) {
		r.add("A", sleep(time.Second))
		r.end(End{Code: 2, Crash: true})
		r.end(End{Code: 2, Crash: true})
		time.Sleep(time.Minute)
		r.end(End{Code: 2, Crash: true})
		time.Sleep(time.Minute)
		r.want(0, "A", "ended 2", "ended 2", "ended 2")
	})
}

// The goroutine that was to crash the program exits instead.
func TestCrashThatExits(t *testing.T) {
	bubble(t, func(r *rig) {
		go func() {
			r.endHere(End{Code: 2, Crash: true})
			r.endHere(End{Code: 0})
		}()
		synctest.Wait()
		r.want(2, "uncrashed: 2")
	})
}

// leave is what an end does that is to end the process: it is noted as left.
func (r *rig) leave(e End) {
	go func() {
		r.endHere(e)
		r.note("done %d", e.Code)
		r.Leave()
		r.note("left %d", e.Code)
	}()
	synctest.Wait()
}

// A panic during an exit waits for the hooks, and the exit does not take place.
func TestCrashDuringAnExit(t *testing.T) {
	bubble(t, func(r *rig) {
		r.add("A", sleep(time.Second))
		r.add("B", sleep(time.Second))
		r.leave(End{Code: 0})
		time.Sleep(time.Second / 2)
		r.end(End{Code: 2, Crash: true})
		r.want(0, "B")
		time.Sleep(1500*time.Millisecond + crashGrace/2)
		r.same(1, "B", "A", "done 0", "ended 2")
	})
}

// Several panics all go on.
func TestCrashesDuringAnExit(t *testing.T) {
	bubble(t, func(r *rig) {
		r.add("A", sleep(time.Second))
		r.leave(End{Code: 0})
		r.end(End{Code: 2, Crash: true})
		r.end(End{Code: 1})
		r.end(End{Code: 2, Crash: true})
		r.want(1, "A")
		time.Sleep(time.Second + crashGrace/2)
		r.same(2, "A", "done 0", "ended 2", "ended 2")
	})
}

// One that comes when the hooks are done goes on at once, if the process is not
// about to be ended.
func TestCrashAfterTheHooks(t *testing.T) {
	for _, first := range []End{{Code: 0}, {Code: 2, Crash: true}} {
		bubble(t, func(r *rig) {
			r.add("A")
			r.end(first)
			r.end(End{Code: 2, Crash: true})
			go r.Leave()
			r.want(1, "A", fmt.Sprintf("ended %d", first.Code), "ended 2")
		})
	}
}

func TestCrashAfterLeave(t *testing.T) {
	bubble(t, func(r *rig) {
		r.add("A")
		r.leave(End{Code: 0})
		r.end(End{Code: 2, Crash: true})
		time.Sleep(time.Hour)
		r.want(1, "A", "done 0", "left 0")
	})
}

// The panic that came late wins over the fatal error.
func TestCrashDuringAnExitThatFails(t *testing.T) {
	for _, returns := range []bool{false, true} {
		bubble(t, func(r *rig) {
			r.add("A", sleep(time.Second), func() { panic("hook") })
			r.end(End{Code: 0, Returns: returns})
			r.end(End{Code: 2, Crash: true})
			time.Sleep(time.Second + crashGrace/2)
			r.want(1, "A", "A failed: exit hook invoked panic hook", "ended 2")
		})
	}
}

// So it does over that of the deadline, once that has been reported.
func TestCrashDuringAnExitThatIsTooLong(t *testing.T) {
	bubble(t, func(r *rig) {
		r.add("A")
		r.add("B", sleep(time.Hour))
		r.end(End{Code: 0})
		r.end(End{Code: 2, Crash: true})
		time.Sleep(time.Minute + crashGrace/2)
		r.want(1, "B", "expired after 1m0s: running B, pending [A], 1 late", "ended 2")
	})
}

// A panic during a Run is the next end, with hooks of its own.
func TestCrashDuringARun(t *testing.T) {
	bubble(t, func(r *rig) {
		r.add("A", sleep(time.Second))
		go func() {
			r.endHere(End{Returns: true})
			r.add("B")
			r.note("goes on")
		}()
		synctest.Wait()
		go func() {
			r.endHere(End{Code: 2, Crash: true})
			r.note("ended 2")
		}()
		time.Sleep(time.Hour)
		r.mu.Lock()
		defer r.mu.Unlock()
		if n := len(r.log); r.log[0] != "A" || !slices.Contains(r.log, "ended 2") || n > 4 {
			t.Errorf("log %q", r.log)
		}
	})
}

// An exit that was waiting for the same Run and comes before the panic does not
// take place either.
func TestCrashAndExitDuringARun(t *testing.T) {
	for range 100 {
		bubble(t, func(r *rig) {
			r.add("A", sleep(time.Second))
			r.end(End{Returns: true})
			r.leave(End{Code: 0})
			r.end(End{Code: 2, Crash: true})
			time.Sleep(time.Second + crashGrace/2)
			r.mu.Lock()
			defer r.mu.Unlock()
			if slices.Contains(r.log, "left 0") || !slices.Contains(r.log, "ended 2") {
				t.Errorf("log %q", r.log)
			}
		})
	}
}

// A panic that was recovered after it was let through: the exit that it kept
// from taking place does not wait for ever.
func TestCrashDuringAnExitThatDoesNotHappen(t *testing.T) {
	bubble(t, func(r *rig) {
		r.add("A", sleep(time.Second))
		r.leave(End{Code: 0})
		r.end(End{Code: 2, Crash: true})
		time.Sleep(time.Second)
		r.same(1, "A", "done 0", "ended 2")
		time.Sleep(crashGrace)
		r.same(2, "A", "done 0", "ended 2", "uncrashed: 2")
	})
}

// The first panic cannot crash the program any more, because a hook holds its
// goroutine: the fatal error says what it was, and another panic is parked.
func TestCrashDuringACrashThatCannot(t *testing.T) {
	bubble(t, func(r *rig) {
		r.add("A", sleep(time.Second))
		r.add("B", func() { r.endHere(End{}) })
		r.end(End{Code: 2, Crash: true})
		r.end(End{Code: 2, Crash: true})
		time.Sleep(time.Hour)
		r.want(3, "B", "B failed: exit hook invoked exit <nil>", "A", "fatal: exit hook invoked exit, code 2")
	})
}

// The same if the deadline passes.
func TestCrashDuringACrashThatIsTooLong(t *testing.T) {
	bubble(t, func(r *rig) {
		r.add("A", sleep(time.Hour))
		r.end(End{Code: 2, Crash: true})
		r.end(End{Code: 2, Crash: true})
		time.Sleep(time.Minute + crashGrace/2)
		r.want(2, "A", "expired after 1m0s: running A, pending [], 1 late", "fatal: exit hook did not return, code 2")
	})
}

// Ends that come again and again do not put off the end of a program whose panic
// was recovered.
func TestCrashThatDoesNotHappenAndManyEnds(t *testing.T) {
	bubble(t, func(r *rig) {
		r.end(End{Code: 2, Crash: true})
		for range 3 {
			r.end(End{Code: 0})
			time.Sleep(crashGrace / 2)
		}
		r.want(4, "ended 2", "uncrashed: 2")
	})
}

// A goroutine that is held because it adds a hook then is reason enough to end
// the program: it may be the one that would have ended it.
func TestCrashThatDoesNotHappenAndAdd(t *testing.T) {
	bubble(t, func(r *rig) {
		r.end(End{Code: 2, Crash: true})
		go r.add("A")
		r.want(1, "ended 2")
		time.Sleep(crashGrace)
		r.want(2, "ended 2", "uncrashed: 2")
	})
}
