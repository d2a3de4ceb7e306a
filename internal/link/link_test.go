// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package link

import (
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
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

// A goroutine of Outside is in no bubble.
func TestOutside(t *testing.T) {
	if !Active {
		t.Skip("there is no link")
	}
	synctest.Test(t, func(t *testing.T) {
		if real := time.Now(); real.Year() != 2000 {
			t.Fatalf("the year in a bubble is %d", real.Year())
		}
		const n = 100
		var years [n]atomic.Int32
		for i := range n {
			go Outside(func() { years[i].Store(int32(time.Now().Year())) })
		}
		for i := range n {
			for years[i].Load() == 0 {
				runtime.Gosched()
			}
			if year := years[i].Load(); year == 2000 {
				t.Fatal("the goroutine is in the bubble")
			}
		}
	})
}
