// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Package tiny has what exithook needs of strings, strconv and the like, in a
// tenth of the code: a program that imports exithook must not grow by much, and
// nothing here is in a hurry. Hence also the noinline.
package tiny

import (
	"runtime"
	"time"
)

// HasPrefix is strings.HasPrefix.
//
//go:noinline
func HasPrefix(s, prefix string) bool { return len(s) >= len(prefix) && s[:len(prefix)] == prefix }

// Cut returns what is before the first sep, which must not be empty, and after it.
// Without a sep, all is before.
//
//go:noinline
func Cut(s, sep string) (before, after string) {
	for i := 0; i+len(sep) <= len(s); i++ {
		if s[i] == sep[0] && s[i:i+len(sep)] == sep {
			return s[:i], s[i+len(sep):]
		}
	}
	return s, ""
}

// AfterLast returns what is after the last c, all if there is none.
//
//go:noinline
func AfterLast(s string, c byte) string {
	i := len(s)
	for i > 0 && s[i-1] != c {
		i--
	}
	return s[i:]
}

// Digits parses a number without sign, of which it drops what is too much
// for an int.
//
//go:noinline
func Digits(s string, base int) (n int, ok bool) {
	for _, c := range []byte(s) {
		d := int(c) - '0'
		if d > 9 {
			d = int(c) - 'a' + 10
			if d < 10 {
				return 0, false
			}
		}
		if d < 0 || d >= base {
			return 0, false
		}
		n = n*base + d
	}
	return n, s != ""
}

// Itoa returns a number as text.
//
//go:noinline
func Itoa(n int64) string {
	var b [20]byte
	i := len(b)
	u := uint64(n)
	if n < 0 {
		u = -u
	}
	for {
		i--
		b[i] = byte('0' + u%10)
		if u /= 10; u == 0 {
			break
		}
	}
	if n < 0 {
		i--
		b[i] = '-'
	}
	return string(b[i:])
}

// Duration returns such as "30s" and "1500ms".
//
//go:noinline
func Duration(d time.Duration) string {
	switch {
	case d%time.Second == 0:
		return Itoa(int64(d/time.Second)) + "s"
	case d%time.Millisecond == 0:
		return Itoa(int64(d/time.Millisecond)) + "ms"
	}
	return Itoa(int64(d)) + "ns"
}

// Stack returns what runtime.Stack says, up to 64 MB. (The text of runtime/debug
// would link fmt.)
//
//go:noinline
func Stack(size int, all bool) string {
	for ; ; size *= 4 {
		buf := make([]byte, size)
		if n := runtime.Stack(buf, all); n < size || size >= 64<<20 {
			return string(buf[:n])
		}
	}
}
