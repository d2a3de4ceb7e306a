// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package script

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Shrink makes bytes smaller for which fails is true, as long as it stays so.
func Shrink(data []byte, fails func([]byte) bool) []byte {
	for n := len(data); n > 0; {
		smaller := shrink(data, n, fails)
		if smaller == nil {
			n /= 2
			continue
		}
		data = smaller
		n = min(n, len(data))
	}
	return data
}

// shrink returns data without n of its bytes, or with a smaller one, if it fails
// so as well.
func shrink(data []byte, n int, fails func([]byte) bool) []byte {
	for i := 0; i+n <= len(data); i++ {
		if less := slices.Delete(slices.Clone(data), i, i+n); fails(less) {
			return less
		}
	}
	for i := 0; n == 1 && i < len(data); i++ {
		for _, b := range []byte{0, data[i] / 2, data[i] - 1} {
			less := slices.Clone(data)
			if less[i] = b; b < data[i] && fails(less) {
				return less
			}
		}
	}
	return nil
}

// Report shrinks a script for which check has returned an error, and returns one that
// says what to do with it. Each smaller script is tried so many times: what one does
// is not always the same.
func Report(data []byte, err error, tries int, check func([]byte) error) error {
	smallest := Shrink(data, func(less []byte) bool {
		for range tries {
			if e := check(less); e != nil {
				err = e
				return true
			}
		}
		return false
	})
	return fmt.Errorf("script %x, shrunk to %x: %w\nto keep it, put this into internal/engine/testdata/fuzz/FuzzScripts/NAME:\n%s",
		data, smallest, err, CorpusFile(smallest))
}

// CorpusFile returns the content of a file for Go's fuzzing with these bytes.
func CorpusFile(data []byte) string { return fmt.Sprintf("go test fuzz v1\n[]byte(%q)\n", data) }

// ParseCorpusFile returns the bytes of such a file.
func ParseCorpusFile(text string) ([]byte, error) {
	_, quoted, _ := strings.Cut(strings.TrimSuffix(text, ")\n"), "\n[]byte(")
	data, err := strconv.Unquote(quoted)
	if err != nil {
		return nil, fmt.Errorf("not a file of a fuzz test with bytes: %w", err)
	}
	return []byte(data), nil
}
