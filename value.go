// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package exithook

import (
	"strconv"
	"strings"
)

// panicText returns what the runtime prints of a panic value, as far as that
// can be had without fmt and reflect.
func panicText(v any) (text string) {
	defer func() {
		if recover() != nil {
			text = "(" + typeName(v) + ") whose method that returns its text panicked"
		}
	}()
	switch v := v.(type) {
	case error:
		return v.Error()
	case interface{ String() string }:
		return v.String()
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case int:
		return strconv.Itoa(v)
	case int8, int16, int32, int64, uint, uint8, uint16, uint32, uint64, uintptr:
		return integerText(v)
	case float32:
		return strconv.FormatFloat(float64(v), 'e', 6, 32)
	case float64:
		return strconv.FormatFloat(v, 'e', 6, 64)
	case nil:
		return "nil"
	}
	return "(" + typeName(v) + ")"
}

func integerText(v any) string {
	switch v := v.(type) {
	case int8:
		return strconv.FormatInt(int64(v), 10)
	case int16:
		return strconv.FormatInt(int64(v), 10)
	case int32:
		return strconv.FormatInt(int64(v), 10)
	case int64:
		return strconv.FormatInt(v, 10)
	case uint:
		return strconv.FormatUint(uint64(v), 10)
	case uint8:
		return strconv.FormatUint(uint64(v), 10)
	case uint16:
		return strconv.FormatUint(uint64(v), 10)
	case uint32:
		return strconv.FormatUint(uint64(v), 10)
	case uint64:
		return strconv.FormatUint(v, 10)
	case uintptr:
		return strconv.FormatUint(uint64(v), 10)
	}
	return "?"
}

// typeName returns the name of v's type. The error of a type assertion knows it.
func typeName(v any) (name string) {
	type noType struct{}
	defer func() {
		text := recover().(error).Error() // interface conversion: interface {} is T, not exithook.noType
		_, text, _ = strings.Cut(text, " is ")
		name, _, _ = strings.Cut(text, ", not ")
	}()
	_ = v.(noType)
	return ""
}
