// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package exithook

import (
	"errors"
	"fmt"
	"os"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"github.com/exithook/exithook/internal/engine"
)

// A hook is called what its function is called; of a method value, without the end
// that the compiler gives its name. Others are whole, also if they begin like that end.
func TestDescribe(t *testing.T) {
	const here = "github.com/exithook/exithook."
	for want, f := range map[string]any{
		here + "TestDescribe":           TestDescribe,
		here + "(*Registration).String": (*Registration).String,
		here + "(*Registration).Stop":   new(Registration).Stop,
		"strings.(*Builder).Reset":      new(strings.Builder).Reset,
		"fmt.Println":                   fmt.Println,
	} {
		var e engine.Engine
		name, place := describe(e.Add(func() {}, true, engine.Details{Entry: reflect.ValueOf(f).Pointer()}))
		if name != want || place != "an unknown place" {
			t.Errorf("describe = %q, %q, want %q", name, place, want)
		}
	}
}

// A texter is a value whose methods run a function.
type texter func() string

func (f texter) Error() string { return f() }

type stringer func() string

func (f stringer) String() string { return f() }

func TestValueText(t *testing.T) {
	// Methods that other tests call are waited for again.
	t.Cleanup(func() { methodCalls.impatient.Store(false) })
	for _, test := range []struct {
		v    any
		want string
	}{
		{errors.New("boo"), "boo"},
		{stringer(func() string { return "a stringer" }), "a stringer"},
		{"text", "text"},
		{texter(func() string { panic("boo") }), "(exithook.texter), whose method Error panicked"},
		{stringer(func() string { panic(texter(nil)) }), "(exithook.stringer), whose method String panicked"},
		{texter(func() string { runtime.Goexit(); return "" }), "(exithook.texter), whose method Error called runtime.Goexit"},
		{(*os.PathError)(nil), "(*fs.PathError), whose method Error panicked"},
		{texter(func() string { select {} }), "(exithook.texter), whose method Error did not return"},
		// Once one has not returned, none is waited for.
		{texter(func() string { select {} }), "(exithook.texter), whose method Error did not return"},
	} {
		if got := valueText(test.v); got != test.want {
			t.Errorf("valueText(%T) = %q, want %q", test.v, got, test.want)
		}
	}
}

// A method that asks for the text of its own value gets an answer, and does not ask again
// and again.
func TestValueTextOfItself(t *testing.T) {
	var v texter
	v = func() string { return "again: " + valueText(v) }
	const want = "again: (exithook.texter), whose method Error asks for the text of a value"
	if got := valueText(v); got != want {
		t.Errorf("valueText = %q, want %q", got, want)
	}
}
