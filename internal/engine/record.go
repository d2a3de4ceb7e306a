// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package engine

import "time"

// A Record is what a hook did in a run.
type Record struct {
	Hook    *Hook
	Outcome Outcome
	Start   time.Duration // since the end began
	Took    time.Duration
}

// Records calls yield with what each hook did so far, in the order of
// their turns, and returns how long that took, and whether there are records: Host.Keep
// says so when an end begins. The engine is locked, and must not be called.
func (e *Engine) Records(yield func(*Record)) (took time.Duration, kept bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.keep {
		took = e.since()
		e.noteOutcome(Running)
		for i := range e.records {
			yield(&e.records[i])
		}
		for h := range e.pending {
			yield(&Record{Hook: h, Outcome: NotRun})
		}
	}
	return took, e.keep
}

func (e *Engine) since() time.Duration { return e.Host.Now() - e.began }

// note adds a record of h, and remembers it as that of the current hook.
func (e *Engine) note(h *Hook, o Outcome) {
	if e.keep {
		e.turn = len(e.records)
		e.records = append(e.records, Record{Hook: h, Outcome: o, Start: e.since()})
	}
}

// noteOutcome completes the record of the current hook.
func (e *Engine) noteOutcome(o Outcome) {
	if e.keep && e.current != nil {
		r := &e.records[e.turn]
		r.Outcome = o
		r.Took = e.since() - r.Start
	}
}
