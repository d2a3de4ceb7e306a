// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build !exithook_steps

package engine

import (
	"runtime"
	"sync"
)

// A mutex is a sync.Mutex that is not inlined. Inlined, it would be a third of
// the package in the programs that import it. Tests with the tag exithook_steps
// have another one, which stops the goroutine before each critical section.
type mutex struct{ mu sync.Mutex }

//go:noinline
func (m *mutex) Lock() { m.mu.Lock() }

//go:noinline
func (m *mutex) Unlock() { m.mu.Unlock() }

// For Add, which is what programs do most, there are functions that are inlined. If
// tryInline returns false, lockBusy is to be called.

func (m *mutex) tryInline() bool { return m.mu.TryLock() }

func (m *mutex) unlockInline() { m.mu.Unlock() }

// lockBusy is Lock, but lets other goroutines go on a few times first. Critical
// sections are short, and to sleep and be woken costs more than what is waited for.
// A sync.Mutex does that at once if there are more goroutines than processors.
//
//go:noinline
func (m *mutex) lockBusy() {
	for range 4 {
		runtime.Gosched()
		if m.mu.TryLock() {
			return
		}
	}
	m.mu.Lock()
}
