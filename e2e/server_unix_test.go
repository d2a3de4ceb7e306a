// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build unix

package e2e

import (
	"io"
	"net/http"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

const requests = 5

func TestServer(t *testing.T) {
	conform(t, 41, func(t *testing.T, b *build) {
		answers := make([]string, requests)
		r := run{build: b, exe: b.must(t, "./server"), start: func(p *process) { getAndTerminate(p, answers) }}.do(t)
		for _, answer := range answers {
			if answer != "200 OK begin end" {
				t.Errorf("an answer is %q", answer)
			}
		}
		_, said, _ := strings.Cut(r.stdout, "\n") // the address
		r.stdout = said
		r.want(t, "signal: terminated", strings.Repeat("request\n", requests)+strings.Repeat("answered\n", requests)+
			lines("shutdown: <nil>", "bottom hook"), "http: Server closed\n")
	})
}

// getAndTerminate has requests in flight and sends SIGTERM then.
func getAndTerminate(p *process, answers []string) {
	if !p.await("\n", 1) {
		return
	}
	url, _, _ := strings.Cut(p.stdout.String(), "\n")
	var wg sync.WaitGroup
	for i := range answers {
		wg.Go(func() { answers[i] = get(url) })
	}
	p.await("request\n", requests)
	p.Signal(syscall.SIGTERM)
	wg.Wait()
}

// get returns the status and the body of an answer.
func get(url string) string {
	client := http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Get(url)
	if err != nil {
		return err.Error()
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return err.Error()
	}
	return resp.Status + " " + string(body)
}
