// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build linux && race

package testprog

import "testing"

// TestImportChangesNothingRace does it with the race detector in the programs,
// which has a word to say in how they end.
func TestImportChangesNothingRace(t *testing.T) {
	w := newWorkshop(t)
	w.module("plain", "")
	w.module("other", blankImport)
	bins := buildPair(w, "-race", packages...)
	for _, c := range raceSample {
		t.Run(c.String(), func(t *testing.T) {
			t.Parallel()
			compareCall(t, c, bins)
		})
	}
}

// raceSample has no deadlocks: with the race detector they are not seen.
var raceSample = []call{
	{pkg: "testprog", name: "Crash"},
	{pkg: "testprog", name: "DoublePanic"},
	{pkg: "testprog", name: "NoHelperGoroutines"},
	{pkg: "testprog", name: "NumGoroutine"},
	{pkg: "testprog", name: "PanicTraceback"},
	{pkg: "testprog", name: "RecursivePanic5"},
	{pkg: "testprog", name: "SignalExitStatus"},
	{pkg: "testprog", name: "StackOverflow"},
	{pkg: "testprog", name: "SynctestCond/signal/other_bubble"},
	{pkg: "testprog", name: "concurrentMapWrites", known: []string{"exit status 66: =================="}},
	{pkg: "testprog", name: "panicCustomInt"},
	{pkg: "testprognet", name: "NetpollDeadlock"},
	{pkg: "testprognet", name: "NetpollWaiters"},
	{pkg: "testprognet", name: "SignalDuringExec"},
}
