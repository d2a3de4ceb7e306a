// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build unix

package command

import (
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// What the program has written when it ends is received, although others still hold
// the pipe, and it is not waited for what they may write.
func TestReceiver(t *testing.T) {
	want := strings.Repeat("{}\n", 1000)
	for range 100 {
		r, err := newReceiver("")
		if err != nil {
			t.Fatal(err)
		}
		other, err := unix.Dup(r.fd)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := unix.Write(r.fd, []byte(want)); err != nil {
			t.Fatal(err)
		}
		r.start()
		if got := string(r.finish()); got != want {
			t.Fatalf("got %d bytes, want %d", len(got), len(want))
		}
		if _, err := unix.Write(other, []byte("later")); err != unix.EPIPE {
			t.Fatalf("a write after the end: %v, want EPIPE", err)
		}
		unix.Close(other)
	}
}
