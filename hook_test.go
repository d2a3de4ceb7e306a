// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package exithook

import (
	"fmt"
	"reflect"
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
		title, place := describe(e.Add(func() {}, true, nil, 0, reflect.ValueOf(f).Pointer()))
		if title != want || place != "an unknown place" {
			t.Errorf("describe = %q, %q, want %q", title, place, want)
		}
	}
}
