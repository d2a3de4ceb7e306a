// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package trial

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

const (
	clients     = 6   // that send orders
	mostOrders  = 100 // that each of them sends
	slowClients = 3   // that wait for a slow answer when the service ends
	enough      = 200 // orders to be sent before it ends
)

// An order is one, as the service has it.
type order struct {
	ID       uint64 `json:"id"`
	Item     string `json:"item"`
	Quantity int    `json:"quantity"`
}

// A load is the requests to one instance, and what the clients know of them.
type load struct {
	url    string
	ending atomic.Bool    // whether a request may fail
	slow   sync.WaitGroup // slow answers that have not begun
	all    sync.WaitGroup // clients

	mu       sync.Mutex
	orders   map[uint64]order  // that were acknowledged with 201
	answered map[string]string // requests that were answered completely, by trace
	problems []string
}

func newLoad(url string) *load {
	return &load{url: url, orders: make(map[uint64]order), answered: make(map[string]string)}
}

// begin starts the clients, and returns when many orders were acknowledged and
// some requests are in flight, whose answers have begun.
func (l *load) begin() {
	for c := range clients {
		l.all.Go(func() { l.sendOrders(fmt.Sprintf("tea %d", c)) })
	}
	for limit := time.Now().Add(10 * time.Second); l.count() < enough && time.Now().Before(limit); {
		time.Sleep(time.Millisecond)
	}
	l.slow.Add(slowClients)
	for range slowClients {
		l.all.Go(l.awaitSlow)
	}
	l.slow.Wait()
}

func (l *load) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.orders)
}

// newClient returns a client with one connection, so that the server does not
// have to wait for one that was opened in advance and is not used.
func newClient() *http.Client {
	return &http.Client{Transport: &http.Transport{MaxConnsPerHost: 1}, Timeout: 10 * time.Second}
}

// sendOrders sends orders and asks for them, until the service has ended.
func (l *load) sendOrders(item string) {
	c := newClient()
	defer c.CloseIdleConnections()
	for n := range mostOrders {
		id, err := l.post(c, order{Item: item, Quantity: n + 1})
		if err == nil {
			err = l.check(c, id)
		}
		if err != nil {
			return
		}
		time.Sleep(2 * time.Millisecond)
	}
}

func (l *load) post(c *http.Client, o order) (id uint64, err error) {
	body, err := json.Marshal(o)
	if err != nil {
		return 0, err
	}
	status, answer, err := l.do(c, http.MethodPost, "/orders", body)
	if err != nil {
		return 0, err
	}
	got := order{}
	if err := json.Unmarshal(answer, &got); status != http.StatusCreated || err != nil {
		return 0, l.problem(fmt.Errorf("POST /orders: status %d, %q", status, answer))
	}
	o.ID = got.ID
	l.mu.Lock()
	l.orders[o.ID] = o
	l.mu.Unlock()
	return o.ID, nil
}

// check asks for an order that was acknowledged.
func (l *load) check(c *http.Client, id uint64) error {
	path := fmt.Sprintf("/orders/%d", id)
	status, answer, err := l.do(c, http.MethodGet, path, nil)
	if err != nil {
		return err
	}
	l.mu.Lock()
	want := l.orders[id]
	l.mu.Unlock()
	got := order{}
	if err := json.Unmarshal(answer, &got); status != http.StatusOK || err != nil || got != want {
		return l.problem(fmt.Errorf("GET %s: status %d, %q, want %+v", path, status, answer, want))
	}
	return nil
}

// awaitSlow asks for a slow answer, which is in flight when the service ends.
func (l *load) awaitSlow() {
	c := newClient()
	defer c.CloseIdleConnections()
	begun := sync.OnceFunc(l.slow.Done)
	defer begun()
	_, answer, err := l.receive(c, http.MethodGet, "/chaos/slow", nil, begun)
	if err != nil || !strings.HasSuffix(string(answer), "\nline 10 of 10\n") {
		_ = l.problem(fmt.Errorf("a request in flight was not answered: %q, %v", answer, err))
	}
}

// do sends a request. It is a problem if that fails before the service ends.
func (l *load) do(c *http.Client, method, path string, body []byte) (status int, answer []byte, err error) {
	status, answer, err = l.receive(c, method, path, body, func() {})
	if err != nil && !l.ending.Load() {
		_ = l.problem(err)
	}
	return status, answer, err
}

// receive sends a request and calls begun when the answer begins. An answer
// that begins and does not end is a problem at any time.
func (l *load) receive(c *http.Client, method, path string, body []byte, begun func()) (int, []byte, error) {
	req, err := http.NewRequest(method, l.url+path, bytes.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	resp, err := c.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer resp.Body.Close()
	begun()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0, nil, l.problem(fmt.Errorf("the answer to %s %s was cut off: %w", method, path, err))
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.answered[resp.Header.Get("X-Trace-Id")] = method + " " + path
	return resp.StatusCode, answer, nil
}

// problem records an error and returns it.
func (l *load) problem(err error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.problems = append(l.problems, err.Error())
	return err
}
