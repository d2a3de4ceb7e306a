// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package engine

import "time"

// A Record is what became of a hook in a run.
type Record struct {
	Hook    *Hook
	Outcome Outcome
	Start   time.Duration // since the end began
	Took    time.Duration
}

// Records returns what became of the hooks so far, in the order of their turns,
// and how long that took. There are none unless Host.Keep said so when the end
// began.
func (e *Engine) Records() ([]Record, time.Duration) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if !e.keep {
		return nil, 0
	}
	e.noteOutcome(Running)
	records := append([]Record(nil), e.records...) // those of the engine go on changing
	for h := e.top; h != nil; h = h.older {
		records = append(records, Record{Hook: h, Outcome: NotRun})
	}
	return records, e.since()
}

func (e *Engine) since() time.Duration { return e.Host.Now().Sub(e.start) }

// note adds a record of h, and remembers it as that of the current hook.
//
//go:noinline
func (e *Engine) note(h *Hook, o Outcome) {
	if e.keep {
		e.turn = len(e.records)
		e.records = append(e.records, Record{Hook: h, Outcome: o, Start: e.since()})
	}
}

// noteOutcome completes the record of the current hook.
//
//go:noinline
func (e *Engine) noteOutcome(o Outcome) {
	if e.keep && e.current != nil {
		r := &e.records[e.turn]
		r.Outcome = o
		r.Took = e.since() - r.Start
	}
}
