// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"log/slog"
	"maps"
	"sync"
	"time"

	"github.com/exithook/exithook"
	bolt "go.etcd.io/bbolt"
	"go.opentelemetry.io/otel/attribute"
)

// An order is what the service is about.
type order struct {
	ID       uint64 `json:"id"`
	Item     string `json:"item"`
	Quantity int    `json:"quantity"`
}

var (
	errNoOrder = errors.New("no such order")
	errClosed  = errors.New("the store is closed")
)

// bucket has the orders as JSON. The key is the number of the order, in big endian.
var bucket = []byte("orders")

// A store keeps orders in memory until the next commit to the database, so
// that a commit, which waits for the disk, serves many orders.
type store struct {
	db         *bolt.DB
	committing sync.Mutex // held during a commit

	mu      sync.Mutex
	last    uint64            // number of the newest order
	pending map[uint64][]byte // the orders that are not committed
	closed  bool
}

// openStore opens the database and starts the goroutine that writes to it.
func openStore(name string, period time.Duration) (*store, error) {
	db, err := bolt.Open(name, 0o666, &bolt.Options{Timeout: time.Second})
	if err != nil {
		return nil, err
	}
	s := &store{db: db, pending: make(map[uint64][]byte)}
	exithook.Add(exithook.Hook{Name: "store", F: s.close, RunOnFailure: true, Timeout: 10 * time.Second})
	if err := db.Update(s.prepare); err != nil {
		return nil, err
	}
	exithook.Go(func() { s.commitEvery(period) })
	return s, nil
}

// prepare sees to it that the bucket is there, and where its numbers go on.
func (s *store) prepare(tx *bolt.Tx) error {
	b, err := tx.CreateBucketIfNotExists(bucket)
	if err == nil {
		s.last = b.Sequence()
	}
	return err
}

// add takes an order and returns it with its number.
func (s *store) add(o order) (order, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return order{}, errClosed
	}
	o.ID = s.last + 1
	text, err := json.Marshal(o)
	if err != nil {
		return order{}, err
	}
	s.last = o.ID
	s.pending[o.ID] = text
	return o, nil
}

// get returns an order as JSON, be it committed or not.
func (s *store) get(id uint64) (text []byte, err error) {
	s.mu.Lock()
	text = s.pending[id]
	s.mu.Unlock()
	if text != nil {
		return text, nil
	}
	err = s.db.View(func(tx *bolt.Tx) error {
		text = append(text, tx.Bucket(bucket).Get(key(id))...)
		return nil
	})
	if err == nil && text == nil {
		err = errNoOrder
	}
	return text, err
}

// commitEvery commits what there is, again and again, until the program ends.
func (s *store) commitEvery(period time.Duration) {
	for {
		select {
		case <-time.After(period):
			s.commit()
		case <-exithook.Exiting():
			return
		}
	}
}

// commit writes the pending orders to the database. They stay pending if that
// fails, for the next commit.
func (s *store) commit() {
	s.committing.Lock()
	defer s.committing.Unlock()
	s.mu.Lock()
	orders, last := maps.Clone(s.pending), s.last
	s.mu.Unlock()
	if len(orders) == 0 {
		return
	}
	_, span := tracer.Start(context.Background(), "commit")
	span.SetAttributes(attribute.Int("orders", len(orders)))
	err := s.db.Update(func(tx *bolt.Tx) error { return write(tx, orders, last) })
	span.End()
	trace := slog.String("trace", span.SpanContext().TraceID().String())
	if err != nil {
		slog.Error("cannot commit", "orders", len(orders), "error", err, trace)
		return
	}
	slog.Info("committed", "orders", len(orders), trace)
	s.forget(orders)
}

func write(tx *bolt.Tx, orders map[uint64][]byte, last uint64) error {
	b := tx.Bucket(bucket)
	for id, text := range orders {
		if err := b.Put(key(id), text); err != nil {
			return err
		}
	}
	return b.SetSequence(last)
}

// forget removes what is committed from the pending orders.
func (s *store) forget(orders map[uint64][]byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for id := range orders {
		delete(s.pending, id)
	}
}

// close is the hook: it commits what is left and closes the database. There is
// no need to wait for the goroutine of commitEvery. It may even be the one that
// runs the hooks, if it is what ended the program.
func (s *store) close() {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.commit()
	if err := s.db.Close(); err != nil {
		slog.Error("cannot close the database", "error", err)
	}
}

func key(id uint64) []byte { return binary.BigEndian.AppendUint64(nil, id) }
