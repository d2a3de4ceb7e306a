// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build linux

package testprog

import (
	"slices"
	"strings"
)

// A call is one way of running one program.
type call struct {
	pkg   string   // testprog or testprognet
	name  string   // of the program, "" for none
	env   []string // in addition to the usual one
	flag  string   // the compiler flag that it is built with, if any
	pipe  bool     // file 3 is the end of a pipe to write to, or else to read from
	quit  bool     // to be sent SIGQUIT once it has written to the pipe
	known []string // gists of ends that it may come to at random
	other bool     // the runtime of one of the two is compiled from other source
}

func (c call) String() string {
	words := append([]string{c.pkg, c.name}, c.env...)
	return strings.Join(append(words, strings.Fields(c.flag)...), " ")
}

// calls returns the calls of one program: as it is, and as the tests of the
// runtime do it if these have more to say than its name.
func calls(pkg, name string) []call {
	plain := call{pkg: pkg, name: name, known: known[name]}
	list := []call{plain}
	for _, env := range environments[name] {
		c := plain
		c.env = env
		list = append(list, c)
	}
	if strings.HasPrefix(name, "CheckPtr") {
		plain.flag = checkptr
		if name == "CheckPtrAlignmentNested" {
			plain.flag = checkptr2
		}
		return append(list, plain)
	}
	return append(list, special(plain)...)
}

// The compiler flags that the CheckPtr programs are about.
const (
	checkptr  = "-d=checkptr=1"
	checkptr2 = "-d=checkptr=2"
)

// environments has the variables that the tests of the runtime set.
var environments = map[string][][]string{
	"Abort":                              {{"GOTRACEBACK=system"}},
	"CleanupDeadlock":                    deadlockModes,
	"DeferLiveness":                      {{"GODEBUG=clobberfree=1"}},
	"DetectFinalizerAndCleanupLeaks":     {{"GODEBUG=checkfinalizers=1"}},
	"DoublePanic":                        {{"GODEBUG=clobberfree=1"}},
	"FinalizerDeadlock":                  deadlockModes,
	"GCZombie":                           {{"GODEBUG=invalidptr=0"}},
	"LockOSThreadAvoidsStatePropagation": {{"GOMAXPROCS=1"}},
	"LockOSThreadMain":                   {{"GOMAXPROCS=1"}},
	"PrintGOMAXPROCS":                    {{"GOMAXPROCS=3"}},
	"SetLimitThenDefaultGOMAXPROCS":      {{"GO_TEST_CPU_MAX_PATH=cpu.max", "GO_TEST_CPU_MAX_QUOTA=200000"}},
	"TimeProf":                           {{"GOTRACEBACK=crash"}},
	"TracebackAncestors":                 {{"GODEBUG=tracebackancestors=1"}, {"GODEBUG=tracebackancestors=5"}},
}

var deadlockModes = [][]string{
	{"GO_TEST_FINALIZER_DEADLOCK=panic", "GOTRACEBACK=all"},
	{"GO_TEST_FINALIZER_DEADLOCK=stack"},
	{"GO_TEST_FINALIZER_DEADLOCK=pprof_proto"},
	{"GO_TEST_FINALIZER_DEADLOCK=pprof_debug1"},
	{"GO_TEST_FINALIZER_DEADLOCK=pprof_debug2"},
}

// special returns the calls of programs that need help from outside.
func special(c call) []call {
	switch c.name {
	case "CrashDumpsAllThreads":
		c.env = []string{"GOTRACEBACK=crash", "GOGC=off", "GODEBUG=asyncpreemptoff=1"}
		c.pipe, c.quit = true, true
	case "SignalDuringExecPgrp":
		c.pipe = true
	default:
		return nil
	}
	return []call{c}
}

// nameless are the calls that name no program.
var nameless = []call{
	{pkg: "testprog"},
	{pkg: "testprog", name: "NonexistentTest"},
	{pkg: "testprog", name: "NonexistentTest", env: []string{"GOMAXPROCS=1024"}},
	{pkg: "testprognet"},
}

// known has the gists of programs that race by design.
var known = map[string][]string{
	"concurrentMapIterateWrite": mapRace,
	"concurrentMapReadWrite":    mapRace,
	"concurrentMapWrites":       mapRace,
	// A finalizer dereferences nil, if it comes to run.
	"DetectFinalizerAndCleanupLeaks": {
		"exit status 0: OK",
		"exit status 2: panic: runtime error: invalid memory address or nil pointer dereference",
	},
	// The test of the runtime expects this in one of 2,000 runs.
	"PanicRace": {"exit status 0: "},
}

// mapRace is what the detection of concurrent use of a map may find. It is best
// effort: most tests of the runtime leave these programs out, because it may
// well be nothing.
var mapRace = []string{
	"exit status 0: ",
	"exit status 2: fatal error: concurrent map iteration and map write",
	"exit status 2: fatal error: concurrent map read and map write",
	"exit status 2: fatal error: concurrent map writes",
	"exit status 2: fatal error: small map with no empty slot (concurrent map writes?)",
}

// costly has the programs that take many seconds of processor time. Either build
// of them is run once, unless the two differ.
var costly = map[string]bool{"LockOSThreadVgetrandom": true}

// partial has the programs that end early without something that the test does
// not give them. They are compared all the same.
var partial = map[string]string{
	"DontUpdateGOMAXPROCS":     noCgroup,
	"GCMemoryLimit":            noProcessors,
	"GCMemoryLimitNoGCPercent": noProcessors,
	"SignalPid1":               "ends because it is not process 1",
	"UpdateGOMAXPROCS":         noCgroup,
}

const (
	noCgroup     = "ends where it needs a cgroup to write to"
	noProcessors = "ends at once where there are fewer than 4 processors"
)

// stale returns the names in the tables above that no program has.
func stale(names []string) []string {
	var list []string
	for name := range environments {
		list = append(list, name)
	}
	for name := range known {
		list = append(list, name)
	}
	return slices.DeleteFunc(list, func(name string) bool { return slices.Contains(names, name) })
}
