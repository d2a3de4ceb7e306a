// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package exithook

import (
	"strconv"
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
	case nil:
		return "nil"
	}
	if text := numberText(v); text != "" {
		return text
	}
	return "(" + typeName(v) + ")"
}

// numberText returns the text of a number, "" if v is none.
func numberText(v any) string {
	var i int64
	var u uint64
	switch v := v.(type) {
	case int:
		i = int64(v)
	case int8:
		i = int64(v)
	case int16:
		i = int64(v)
	case int32:
		i = int64(v)
	case int64:
		i = v
	case uint:
		u = uint64(v)
	case uint8:
		u = uint64(v)
	case uint16:
		u = uint64(v)
	case uint32:
		u = uint64(v)
	case uint64:
		u = v
	case uintptr:
		u = uint64(v)
	case float32:
		return strconv.FormatFloat(float64(v), 'e', 6, 32)
	case float64:
		return strconv.FormatFloat(v, 'e', 6, 64)
	default:
		return ""
	}
	if i < 0 {
		return strconv.FormatInt(i, 10)
	}
	return strconv.FormatUint(u|uint64(i), 10) // one of them is 0
}

// typeName returns the name of v's type. The error of a type assertion knows it.
func typeName(v any) (name string) {
	type noType struct{}
	defer func() {
		text := recover().(error).Error() // interface conversion: interface {} is T, not exithook.noType
		_, text = cut(text, " is ")
		name, _ = cut(text, ", not ")
	}()
	_ = v.(noType)
	return ""
}
