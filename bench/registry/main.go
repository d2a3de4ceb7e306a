// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Registry is a program with one of several registries of hooks, in place of the
// one that exithook has. Each does what the engine needs: hooks are added and stopped
// by any goroutine, and taken newest first; a handle that is kept never means another hook.
//
//	registry CANDIDATE PLACE JOB N
//
// does a job of the compared programs. PLACE says how the caller of Add is found:
// by assembly, by runtime.Callers, or not at all.
package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"time"

	"github.com/exithook/exithook/bench/subject"
	"github.com/exithook/exithook/internal/callsite"
)

// A registry has hooks.
type registry interface {
	// add adds a hook and returns a handle, which is a pointer.
	add(f func(), onFailure bool, d details) any
	// stop removes a hook that is pending.
	stop(handle any) bool
	// pop takes the newest hook, nil if there is none.
	pop() (f func())
}

// details are what is kept of a hook for reports, and its deadline.
type details struct {
	name         string
	timeout      time.Duration
	place, entry uintptr
}

// An extra is what few hooks have. All candidates but slabs allocate it on its own.
type extra struct {
	name    string
	timeout time.Duration
}

func (d *details) extra() *extra {
	if d.name == "" && d.timeout == 0 {
		return nil
	}
	return &extra{d.name, d.timeout}
}

var candidates = map[string]func() registry{
	"list":   func() registry { return new(list) },
	"slice":  func() registry { return new(slice) },
	"blocks": func() registry { return new(blocks) },
}

func init() {
	for n, slab := range newSlab {
		candidates["slabs-of-"+strconv.Itoa(n)] = func() registry { return &slabs{alloc: slab} }
	}
	for n, slab := range newThin {
		candidates["thin-slabs-of-"+strconv.Itoa(n)] = func() registry { return &thins{alloc: slab} }
	}
}

// adders add a hook, and find the place in different ways.
var adders = map[string]func(r registry, f func()) any{
	"assembly": func(r registry, f func()) any { return withAssembly(r, f) },
	"callers":  func(r registry, f func()) any { return withCallers(r, f) },
	"none":     func(r registry, f func()) any { return r.add(f, true, details{}) },
}

//go:noinline
func withAssembly(r registry, f func()) any {
	return r.add(f, true, details{place: callsite.PC(), entry: callsite.Entry(f)})
}

func withCallers(r registry, f func()) any {
	var pc [1]uintptr
	runtime.Callers(2, pc[:])
	return r.add(f, true, details{place: pc[0], entry: callsite.Entry(f)})
}

func main() {
	r, add := candidates[os.Args[1]](), adders[os.Args[2]]
	os.Args = append(os.Args[:1], os.Args[3:]...)
	if os.Args[1] == "kept" {
		kept(r)
		return
	}
	subject.Main(subject.Package{
		Add:     func(f func()) { add(r, f) },
		AddStop: func(f func()) { r.stop(add(r, f)) },
		Exit:    func(code int) { runAll(r); os.Exit(code) },
		Reset:   func() { runAll(r) },
	})
}

func runAll(r registry) {
	for f := r.pop(); f != nil; f = r.pop() {
		f()
	}
}

// kept tells how much memory a hook keeps that is live among many that were stopped,
// and how much memory is gone after a million that were added and stopped.
func kept(r registry) {
	const live, each = 10_000, 100
	f := func() {}
	before := subject.InUse()
	for range live {
		r.add(f, true, details{})
		for range each {
			r.stop(r.add(f, true, details{}))
		}
	}
	fmt.Printf("kept_bytes %.1f\n", float64(subject.InUse()-before)/live)
	before = subject.InUse()
	for range live * each {
		r.stop(r.add(f, true, details{}))
	}
	fmt.Printf("grown_bytes %d\n", int64(subject.InUse())-int64(before))
	runtime.KeepAlive(r)
}
