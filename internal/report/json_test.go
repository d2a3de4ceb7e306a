// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package report

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

// decoded has the members of the JSON that docs/report.md lists.
type decoded struct {
	Program string     `json:"program"`
	PID     int        `json:"pid"`
	Took    int64      `json:"took_ns"`
	Hooks   []hookJSON `json:"hooks"`
	Later   []endJSON  `json:"later"`
	endJSON
}

type endJSON struct {
	Summary   string `json:"summary"`
	Cause     string `json:"cause"`
	Code      int    `json:"code"`
	CodeKnown bool   `json:"code_known"`
	Signal    string `json:"signal"`
	Panic     string `json:"panic"`
	Goroutine uint64 `json:"goroutine"`
	Via       string `json:"via"`
	Func      string `json:"func"`
	File      string `json:"file"`
	Line      int    `json:"line"`
	Stack     string `json:"stack"`
}

type hookJSON struct {
	Name    string `json:"name"`
	Added   string `json:"added"`
	Outcome string `json:"outcome"`
	Start   int64  `json:"start_ns"`
	Took    int64  `json:"took_ns"`
}

func TestJSON(t *testing.T) {
	for _, r := range []*Report{sample(), {}} {
		line := r.JSON()
		if n := strings.Count(string(line), "\n"); n != 1 || line[len(line)-1] != '\n' {
			t.Errorf("not one line: %q", line)
		}
		want := decoded{Program: r.Program, PID: r.PID, Took: int64(r.Took), Hooks: []hookJSON{}, Later: []endJSON{}, endJSON: endJSON(r.End)}
		for _, h := range r.Hooks {
			name := strings.ToValidUTF8(h.Name, "\uFFFD")
			want.Hooks = append(want.Hooks, hookJSON{name, h.Added, h.Outcome, int64(h.Start), int64(h.Took)})
		}
		for _, e := range r.Later {
			want.Later = append(want.Later, endJSON(e))
		}
		got := decoded{}
		d := json.NewDecoder(strings.NewReader(string(line)))
		d.DisallowUnknownFields()
		if err := d.Decode(&got); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("got\n%+v\nwant\n%+v\nfrom %s", got, want, line)
		}
	}
}

// A string that is empty is left out, and nothing else is.
func TestJSONOfNothing(t *testing.T) {
	const want = `{"code":0,"code_known":false,"goroutine":0,"line":0,"pid":0,"took_ns":0,"hooks":[],"later":[]}` + "\n"
	if got := string(new(Report).JSON()); got != want {
		t.Errorf("got %s", got)
	}
}

// What is quoted reads as what it was, but for invalid UTF-8.
func FuzzQuote(f *testing.F) {
	f.Add("a\"b\\c\n\x00\x1f\xff\u2028")
	f.Fuzz(func(t *testing.T, s string) {
		var w encoder
		w.quote(s)
		var got string
		if err := json.Unmarshal(w, &got); err != nil || got != string([]rune(s)) {
			t.Errorf("%q: %s, %v", s, w, err)
		}
	})
}
