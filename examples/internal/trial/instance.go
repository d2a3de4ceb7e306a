// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package trial

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"os/exec"
	"strings"
	"sync"
	"time"
)

const (
	startLimit = 20 * time.Second
	endLimit   = 20 * time.Second
)

// An instance is one process of the service.
type instance struct {
	*child
	url    string
	stderr bytes.Buffer // to be read once it has ended
}

// launch starts the service on a free port and waits until it listens.
func launch(binary, dir string) (*instance, error) {
	in := &instance{}
	out := &firstLine{line: make(chan string, 1)}
	cmd := exec.Command(binary, "-addr=127.0.0.1:0", "-dir="+dir, "-chaos")
	cmd.Env = environ(cmd.Environ())
	cmd.Stdout, cmd.Stderr = out, &in.stderr
	var err error
	if in.child, err = start(cmd); err != nil {
		return nil, err
	}
	select {
	case line := <-out.line:
		in.url = "http://" + strings.TrimPrefix(line, "orders: listening on ")
		return in, nil
	case <-in.done:
		return nil, fmt.Errorf("the service does not start: %w\n%s", in.wait(), in.stderr.Bytes())
	case <-time.After(startLimit):
		in.kill()
		return nil, errors.New("the service does not start in time")
	}
}

// kill ends the process if it did not end.
func (in *instance) kill() {
	_ = in.cmd.Process.Kill() // an error means that it has ended
	_ = in.wait()             // killed
}

// status waits for the end of the process and returns its status.
func (in *instance) status() (string, error) {
	if !in.within(endLimit) {
		in.kill()
		return "", errors.New("the service did not end in time")
	}
	var exit *exec.ExitError
	if err := in.wait(); err != nil && !errors.As(err, &exit) {
		return "", err
	}
	return in.cmd.ProcessState.String(), nil
}

// trigger ends the process in the given way.
func (in *instance) trigger(w Way, l *load) error {
	if w.Signal != nil {
		return in.cmd.Process.Signal(w.Signal)
	}
	status, _, err := l.do(newClient(), http.MethodPost, w.Path, nil)
	if err == nil && status != http.StatusAccepted {
		err = fmt.Errorf("POST %s: status %d", w.Path, status)
	}
	return err
}

// environ removes what would change the behaviour of the service.
func environ(env []string) []string {
	var kept []string
	for _, v := range env {
		name, _, _ := strings.Cut(v, "=")
		switch {
		case name == "GODEBUG", name == "GOTRACEBACK", name == "GORACE", strings.HasPrefix(name, "OTEL_"):
		default:
			kept = append(kept, v)
		}
	}
	return append(kept, "GORACE=atexit_sleep_ms=10")
}

// A firstLine sends the first line that is written to it, and drops the rest.
type firstLine struct {
	mu   sync.Mutex
	buf  []byte
	sent bool
	line chan string
}

func (f *firstLine) Write(p []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.sent {
		return len(p), nil
	}
	f.buf = append(f.buf, p...)
	if line, _, ok := bytes.Cut(f.buf, []byte("\n")); ok {
		f.line <- string(bytes.TrimSpace(line))
		f.sent = true
	}
	return len(p), nil
}
