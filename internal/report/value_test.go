// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package report

import (
	"errors"
	"testing"
)

type (
	namedString string
	namedBool   bool
	namedInt    int
	namedInt8   int8
	namedUint   uint
	namedFloat  float64
	plain       struct{}
	angry       struct{}
)

func (angry) Error() string { panic("angry") }

// As the runtime prints a value that crashes a program, but for floating-point numbers,
// named types and structures, of which there is only the type.
func TestValue(t *testing.T) {
	for _, test := range []struct {
		v    any
		want string
	}{
		{nil, "nil"},
		{"text", "text"},
		{true, "true"},
		{-1, "-1"},
		{int8(7), "7"},
		{int16(-7), "-7"},
		{int32(7), "7"},
		{int64(7), "7"},
		{uint(7), "7"},
		{uint8(7), "7"},
		{uint16(7), "7"},
		{uint32(7), "7"},
		{uint64(1 << 63), "9223372036854775808"},
		{uintptr(7), "7"},
		{float32(0.1), "(float32)"},
		{2.5, "(float64)"},
		{namedString("x\n\x1b"), "(report.namedString)"},
		{namedBool(true), "(report.namedBool)"},
		{namedInt(-1), "(report.namedInt)"},
		{namedInt8(1), "(report.namedInt8)"},
		{namedUint(1), "(report.namedUint)"},
		{namedFloat(1.5), "(report.namedFloat)"},
		{plain{}, "(report.plain)"},
		{&plain{}, "(*report.plain)"},
		{[]int{1}, "([]int)"},
		{complex(1, 2), "(complex128)"},
		{func() {}, "(func())"},
		{angry{}, "(report.angry)"}, // whose method is not called
		{errors.New("boo"), "(*errors.errorString)"},
	} {
		if got := Value(test.v); got != test.want {
			t.Errorf("Value(%T) = %q, want %q", test.v, got, test.want)
		}
	}
}
