// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package trial

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"os"
	"strings"
	"time"

	bolt "go.etcd.io/bbolt"
)

// checkStore looks for the orders in the database, which must be in order.
func (r *Result) checkStore(name string, orders map[uint64]order) {
	db, err := bolt.Open(name, 0o666, &bolt.Options{Timeout: time.Second})
	if err != nil {
		r.problem("cannot open the database: %v", err)
		return
	}
	defer db.Close()
	err = db.View(func(tx *bolt.Tx) error {
		for err := range tx.Check() {
			r.problem("the database is damaged: %v", err)
		}
		r.Stored = stored(tx.Bucket([]byte("orders")), orders)
		return nil
	})
	if err != nil || r.Stored != len(orders) {
		r.problem("of %d orders that were acknowledged, %d are in the database", len(orders), r.Stored)
	}
}

// stored counts the orders that are in the bucket as they were sent.
func stored(b *bolt.Bucket, orders map[uint64]order) (n int) {
	if b == nil {
		return 0
	}
	for id, want := range orders {
		var got order
		err := json.Unmarshal(b.Get(binary.BigEndian.AppendUint64(nil, id)), &got)
		if err == nil && got == want {
			n++
		}
	}
	return n
}

// A line is one of the log.
type line struct {
	Level, Msg string
	Trace      string // of a request or a commit
	By, Cause  string // of the last line
	Code       int
}

// checkLog looks for the requests in the log, and for who ended the program. It
// returns the lines.
func (r *Result) checkLog(name string, w Way, answered map[string]string) []line {
	lines := r.readLog(name)
	traces := make(map[string]bool)
	for _, l := range lines {
		traces[l.Trace] = true
		if l.Level == "ERROR" {
			r.problem("the log has an error: %s", l.Msg)
		}
	}
	for trace := range answered {
		if traces[trace] {
			r.Logged++
		}
	}
	if r.Logged != r.Answered {
		r.problem("of %d requests that were answered, %d are in the log", r.Answered, r.Logged)
	}
	r.checkLast(w, lines)
	return lines
}

func (r *Result) readLog(name string) []line {
	text, err := os.ReadFile(name)
	if err != nil {
		r.problem("cannot read the log: %v", err)
	}
	var lines []line
	for s := range bytes.Lines(text) {
		var l line
		if err := json.Unmarshal(s, &l); err != nil {
			r.problem("the log has a line that is none: %q", s)
			continue
		}
		lines = append(lines, l)
	}
	return lines
}

func (r *Result) checkLast(w Way, lines []line) {
	var last line
	if len(lines) > 0 {
		last = lines[len(lines)-1]
	}
	r.Last = last.By
	if last.Msg != "ended" || !strings.HasPrefix(last.By, w.By) || last.Cause != w.Cause || last.Code != w.Code {
		r.problem("the last line of the log is %+v, want %q, cause %s, code %d", last, w.By, w.Cause, w.Code)
	}
}

// checkTraces looks for the spans of all requests that were answered, and of
// whatever else the log tells of.
func (r *Result) checkTraces(name string, answered map[string]string, lines []line) {
	ended := make(map[string]bool)
	for trace := range answered {
		ended[trace] = true
	}
	for _, l := range lines {
		if l.Trace != "" {
			ended[l.Trace] = true
		}
	}
	exported := r.readTraces(name)
	r.Spans = len(ended)
	for trace := range ended {
		if exported[trace] {
			r.Exported++
		}
	}
	if r.Exported != r.Spans {
		r.problem("of %d spans that were ended, %d were exported", r.Spans, r.Exported)
	}
}

// readTraces returns the traces that a file has spans of.
func (r *Result) readTraces(name string) map[string]bool {
	f, err := os.Open(name)
	if err != nil {
		r.problem("cannot read the traces: %v", err)
		return nil
	}
	defer f.Close()
	traces := make(map[string]bool)
	for d := json.NewDecoder(f); ; {
		var span struct{ SpanContext struct{ TraceID string } }
		err := d.Decode(&span)
		if errors.Is(err, io.EOF) {
			return traces
		}
		if err != nil {
			r.problem("the file of the traces is not JSON: %v", err)
			return traces
		}
		traces[span.SpanContext.TraceID] = true
	}
}
