// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build !exithook_steps

package engine

import "sync"

// A mutex is a sync.Mutex that is not inlined. Inlined, it would be a third of
// the package in the programs that import it. Tests with the tag exithook_steps
// have another one, which stops the goroutine before each critical section.
type mutex struct{ mu sync.Mutex }

//go:noinline
func (m *mutex) Lock() { m.mu.Lock() }

//go:noinline
func (m *mutex) Unlock() { m.mu.Unlock() }

// The same, inlined: for Add, which is what programs do most.

func (m *mutex) lockInline() { m.mu.Lock() }

func (m *mutex) unlockInline() { m.mu.Unlock() }
