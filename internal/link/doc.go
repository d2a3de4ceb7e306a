// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Package link is the seam into Go's runtime: everything that exithook relies
// on and Go does not promise is in this package.
//
// link.go is compiled where the seam is known to work, and nolink.go
// everywhere else; both declare the same names. The build tag exithook_nolink
// selects the latter. docs/link.md says what happens when Go changes.
package link

// OnExit is called when the runtime is about to end the process because
// main.main returned or os.Exit was called, on that goroutine. When it
// returns, the process ends with the status that was asked for. It must be set
// before the program can use it, in an init function.
var OnExit func(success bool)

// OnArrive is called by every goroutine on its way into OnExit, and also by
// those whom the runtime would let pass without calling OnExit because it was
// called before. It returns if the goroutine may go on.
var OnArrive func(goid uint64)

// OnPanic is called with the value of each panic that nothing has recovered, on
// its goroutine, all of whose deferred functions have returned. When it returns,
// the panic crashes the program. That is in programs with a runtime that the
// exithook command has changed; Panics tells.
var OnPanic func(v any)
