// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package link

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
)

// Goid is the number that traces have, in either build.
func TestGoid(t *testing.T) {
	for range 10 {
		done := make(chan bool)
		go func() {
			defer close(done)
			buf := make([]byte, 100)
			text := string(buf[:runtime.Stack(buf, false)])
			if want := fmt.Sprintf("goroutine %d [", Goid()); !strings.HasPrefix(text, want) {
				t.Errorf("Goid says %q, the trace %q", want, text)
			}
		}()
		<-done
	}
}

// MayHave knows each variable that the program was started with, and where the
// environment is looked at, no other.
func TestMayHave(t *testing.T) {
	for _, v := range os.Environ() {
		if name, _, _ := strings.Cut(v, "="); name != "" && !MayHave(name+"=") {
			t.Errorf("it does not know %s", name)
		}
	}
	t.Setenv("EXITHOOK_SET_LATER", "1")
	if got := MayHave("EXITHOOK_SET_LATER="); got != MayHave("a name that is not there") {
		t.Errorf("a variable that was set later: %v", got)
	}
}
