// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package exithook

import "github.com/exithook/exithook/internal/tiny"

// panicText returns what the runtime prints of a panic value, as far as that
// can be had without fmt and reflect. Of
// numbers that are not an int there is only the type.
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
		if v {
			return "true"
		}
		return "false"
	case int:
		return tiny.Itoa(int64(v))
	case nil:
		return "nil"
	}
	return "(" + typeName(v) + ")"
}

// typeName returns the name of v's type. The error of a type assertion knows it.
func typeName(v any) (name string) {
	type noType struct{}
	defer func() {
		text := recover().(error).Error() // interface conversion: interface {} is T, not exithook.noType
		_, text = tiny.Cut(text, " is ")
		name, _ = tiny.Cut(text, ", not ")
	}()
	_ = v.(noType)
	return ""
}
