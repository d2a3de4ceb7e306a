// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import (
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/exithook/exithook"
	"github.com/exithook/exithook/examples/orders/internal/vendorish"
)

// addChaos adds the routes that end the program. All of them are answered,
// because the program waits for requests in flight even so.
//
//	POST /chaos/exit?code=N   a dependency calls os.Exit
//	POST /chaos/fatal         a dependency calls log.Fatal
//	POST /chaos/panic         a goroutine of this program panics
//	POST /chaos/return        main returns
//	GET  /chaos/slow          an answer that takes a while
func addChaos(mux *http.ServeMux, stop chan<- struct{}) {
	returnMain := sync.OnceFunc(func() { close(stop) })
	mux.HandleFunc("POST /chaos/exit", exit)
	mux.HandleFunc("POST /chaos/fatal", accepted(vendorish.Report))
	mux.HandleFunc("POST /chaos/panic", accepted(func() { exithook.Go(raisePrices) }))
	mux.HandleFunc("POST /chaos/return", accepted(returnMain))
	mux.HandleFunc("GET /chaos/slow", slow)
}

func accepted(f func()) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		f()
		w.WriteHeader(http.StatusAccepted)
	}
}

func exit(w http.ResponseWriter, r *http.Request) {
	code, err := strconv.ParseUint(r.FormValue("code"), 10, 8)
	if err != nil {
		http.Error(w, "the code must be a number from 0 to 255", http.StatusBadRequest)
		return
	}
	vendorish.CheckLicence(int(code))
	w.WriteHeader(http.StatusAccepted)
}

// A catalogue has the prices of items.
type catalogue struct{ prices map[string]int }

// raise has a bug: the map of a new catalogue is nil.
func (c *catalogue) raise(item string) {
	c.prices[item]++
}

func raisePrices() {
	new(catalogue).raise("tea")
}

// slow answers with ten lines in 300 ms.
func slow(w http.ResponseWriter, _ *http.Request) {
	rc := http.NewResponseController(w)
	for i := range 10 {
		fmt.Fprintln(w, "line", i+1, "of 10")
		if err := rc.Flush(); err != nil {
			return
		}
		time.Sleep(30 * time.Millisecond)
	}
}
