// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package report

import (
	"reflect"
	"strconv"
)

// Value returns what the runtime prints of a panic value: of strings, truth values and
// integers the value, and of all others the type. It calls no method of the value.
func Value(v any) string {
	if v == nil {
		return "nil"
	}
	r := reflect.ValueOf(v)
	text, plain := "", true
	switch r.Kind() {
	case reflect.String:
		text, plain = r.String(), r.Type() == reflect.TypeFor[string]()
		if !plain {
			text = strconv.Quote(text)
		}
	case reflect.Bool:
		text, plain = strconv.FormatBool(r.Bool()), r.Type() == reflect.TypeFor[bool]()
	case reflect.Int:
		text, plain = strconv.FormatInt(r.Int(), 10), r.Type() == reflect.TypeFor[int]()
	case reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		text, plain = strconv.FormatInt(r.Int(), 10), false
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		text, plain = strconv.FormatUint(r.Uint(), 10), false
	default:
		return "(" + Type(v) + ")"
	}
	if plain {
		return text
	}
	return Type(v) + "(" + text + ")"
}

// Type returns the name of v's type.
func Type(v any) string { return reflect.TypeOf(v).String() }
