// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package exithook

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
		if v {
			return "true"
		}
		return "false"
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
		return floatText(float64(v))
	case float64:
		return floatText(v)
	default:
		return ""
	}
	if i != 0 {
		return itoa(i)
	}
	return utoa(u)
}

// utoa returns a number as text. (That of strconv links more.)
func utoa(u uint64) string {
	var b [20]byte
	i := len(b)
	for {
		i--
		b[i] = byte('0' + u%10)
		if u /= 10; u == 0 {
			return string(b[i:])
		}
	}
}

func itoa(i int64) string {
	if i < 0 {
		return "-" + utoa(-uint64(i))
	}
	return utoa(uint64(i))
}

// floatText returns a float with seven digits, such as +1.500000e+000, which is
// what print says. (That of strconv would be a seventh of the package.)
func floatText(v float64) string {
	switch {
	case v != v:
		return "NaN"
	case v > maxFloat:
		return "+Inf"
	case v < -maxFloat:
		return "-Inf"
	}
	sign, exponent, digits := "+", 0, int64(0)
	if v < 0 {
		sign, v = "-", -v
	}
	if v > 0 {
		for ; v >= 10; v /= 10 {
			exponent++
		}
		for ; v < 1; v *= 10 {
			exponent--
		}
		digits = int64(v*1e6 + 0.5)
		if digits == 1e7 {
			digits, exponent = 1e6, exponent+1
		}
	}
	text := utoa(1e7 + uint64(digits)) // 1ddddddd
	text = sign + text[1:2] + "." + text[2:] + "e"
	if sign = "+"; exponent < 0 {
		sign, exponent = "-", -exponent
	}
	return text + sign + itoa(int64(1000 + exponent))[1:]
}

const maxFloat = 0x1p1023 * (1 + (1 - 0x1p-52)) // that of math

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
