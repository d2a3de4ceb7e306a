// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"time"

	"github.com/exithook/exithook"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/stdout/stdouttrace"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
)

// tracer starts the spans. It has nowhere to send them before openTraces.
var tracer = otel.Tracer("github.com/exithook/exithook/examples/orders")

// openTraces makes the spans of the program go to a file, in batches.
func openTraces(name string) error {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	exporter, err := stdouttrace.New(stdouttrace.WithWriter(f))
	if err != nil {
		return errors.Join(err, f.Close())
	}
	provider := sdktrace.NewTracerProvider(
		sdktrace.WithBatcher(exporter),
		sdktrace.WithSampler(sdktrace.AlwaysSample()),
		sdktrace.WithResource(resource.NewSchemaless(attribute.String("service.name", "orders"))),
	)
	exithook.Add(exithook.Hook{
		Name:         "traces",
		F:            func() { closeTraces(provider, f) },
		RunOnFailure: true,
		Timeout:      5 * time.Second,
	})
	otel.SetTracerProvider(provider)
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) { slog.Error("traces", "error", err) }))
	return nil
}

// closeTraces is the hook: it exports the spans that have ended.
func closeTraces(provider *sdktrace.TracerProvider, f *os.File) {
	ctx, cancel := context.WithTimeout(context.Background(), 4*time.Second)
	defer cancel()
	if err := errors.Join(provider.Shutdown(ctx), f.Close()); err != nil {
		slog.Error("cannot export all spans", "error", err)
	}
}
