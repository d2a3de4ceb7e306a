// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import (
	"path/filepath"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"
)

func openTestStore(t *testing.T, name string, period time.Duration) *store {
	t.Helper()
	s, err := openStore(name, period)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.close)
	return s
}

func (s *store) committed(id uint64) (ok bool, err error) {
	err = s.db.View(func(tx *bolt.Tx) error {
		ok = tx.Bucket(bucket).Get(key(id)) != nil
		return nil
	})
	return ok, err
}

func TestStore(t *testing.T) {
	name := filepath.Join(t.TempDir(), "orders.db")
	const want = `{"id":1,"item":"tea","quantity":2}`

	s := openTestStore(t, name, time.Hour)
	o, err := s.add(order{Item: "tea", Quantity: 2})
	if err != nil || o.ID != 1 {
		t.Fatalf("add returned %+v, %v", o, err)
	}
	if ok, err := s.committed(1); ok || err != nil {
		t.Errorf("committed at once: %v, %v", ok, err)
	}
	if text, err := s.get(1); string(text) != want || err != nil {
		t.Errorf("before the commit, get returned %q, %v", text, err)
	}
	s.close()
	if _, err := s.add(o); err != errClosed {
		t.Errorf("add to a closed store returned the error %v", err)
	}

	s = openTestStore(t, name, time.Millisecond)
	if text, err := s.get(1); string(text) != want || err != nil {
		t.Errorf("after the commit, get returned %q, %v", text, err)
	}
	if _, err := s.get(2); err != errNoOrder {
		t.Errorf("get of no order returned the error %v", err)
	}
	if o, err := s.add(o); err != nil || o.ID != 2 {
		t.Errorf("add returned %+v, %v", o, err)
	}
	awaitCommit(t, s, 2)
}

// awaitCommit waits until the goroutine of the store has committed an order.
func awaitCommit(t *testing.T, s *store, id uint64) {
	t.Helper()
	for range 1000 {
		ok, err := s.committed(id)
		if err != nil {
			t.Fatal(err)
		}
		if ok {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("the order is not committed in time")
}
