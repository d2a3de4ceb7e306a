// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/exithook/exithook"
	"go.opentelemetry.io/otel/attribute"
)

// listen serves requests until the program ends.
func listen(c config, st *store) error {
	ln, err := net.Listen("tcp", c.addr)
	if err != nil {
		return err
	}
	stop := make(chan struct{})
	srv := &http.Server{Handler: observe(routes(c, st, stop)), ReadHeaderTimeout: 10 * time.Second}
	exithook.Add(exithook.Hook{
		Name:         "server",
		F:            func() { drain(srv, c.drain) },
		RunOnFailure: true,
		Timeout:      c.drain + 5*time.Second,
	})
	failed := make(chan error, 1)
	exithook.Go(func() { failed <- srv.Serve(ln) })
	fmt.Println("orders: listening on", ln.Addr())
	select {
	case err := <-failed:
		return ignoreClosed(err)
	case <-stop:
		return nil
	}
}

// drain is the hook: it lets the requests in flight finish, and no others begin.
func drain(srv *http.Server, limit time.Duration) {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	if err := srv.Shutdown(ctx); err != nil {
		slog.Error("cannot wait for all requests", "error", errors.Join(err, srv.Close()))
	}
}

// ignoreClosed returns nil if a server was only shut down. Then the hooks are
// running already: main is free to return, which does not cut them short.
func ignoreClosed(err error) error {
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// routes returns the handler of all routes. One that ends main closes stop.
func routes(c config, st *store, stop chan<- struct{}) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /orders", func(w http.ResponseWriter, r *http.Request) { post(w, r, st) })
	mux.HandleFunc("GET /orders/{id}", func(w http.ResponseWriter, r *http.Request) { get(w, r, st) })
	if c.chaos {
		addChaos(mux, stop)
	}
	return mux
}

func post(w http.ResponseWriter, r *http.Request, st *store) {
	var o order
	err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20)).Decode(&o)
	if err != nil || o.Item == "" || o.Quantity < 1 {
		http.Error(w, "an order has an item and a quantity", http.StatusBadRequest)
		return
	}
	o, err = st.add(o)
	if err != nil {
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Location", "/orders/"+strconv.FormatUint(o.ID, 10))
	w.WriteHeader(http.StatusCreated)
	_ = json.NewEncoder(w).Encode(o) // an error is the client's
}

func get(w http.ResponseWriter, r *http.Request, st *store) {
	id, err := strconv.ParseUint(r.PathValue("id"), 10, 64)
	if err != nil {
		http.Error(w, "the number of an order is a number", http.StatusBadRequest)
		return
	}
	text, err := st.get(id)
	switch {
	case errors.Is(err, errNoOrder):
		http.Error(w, err.Error(), http.StatusNotFound)
	case err != nil:
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
	default:
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(text) // an error is the client's
	}
}

// observe gives each request a span, and a line in the log once it is handled.
// The server finishes an answer after that: if a client has it, they are there.
func observe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, span := tracer.Start(r.Context(), r.Method)
		trace := span.SpanContext().TraceID().String()
		w.Header().Set("X-Trace-Id", trace)
		rec := &recorder{ResponseWriter: w, status: http.StatusOK}
		defer func() {
			span.SetAttributes(attribute.String("path", r.URL.Path), attribute.Int("status", rec.status))
			span.End()
			slog.Info("request", "method", r.Method, "path", r.URL.Path, "status", rec.status, "trace", trace)
		}()
		next.ServeHTTP(rec, r.WithContext(ctx))
	})
}

// A recorder remembers the status of an answer.
type recorder struct {
	http.ResponseWriter
	status int
}

func (r *recorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}

// Unwrap is for http.ResponseController.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
