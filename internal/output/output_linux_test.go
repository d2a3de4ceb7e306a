// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package output

import (
	"bytes"
	"errors"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"
	"unsafe"
)

// impatient has a test that waits for what is never read wait less than users do.
func impatient(t *testing.T) {
	was := fullPatience
	fullPatience = syscall.NsecToTimespec(int64(200 * time.Millisecond))
	t.Cleanup(func() { fullPatience = was })
	start(t)
}

// start gives a test the patience of a process that has written nothing.
func start(t *testing.T) {
	patience = fullPatience
	givenUp.Store(false)
	t.Cleanup(func() {
		patience = fullPatience
		givenUp.Store(false)
	})
}

// A descriptor is one end of what this package writes to.
type descriptor struct {
	sink    sink
	runtime bool // the runtime writes
	reader  *os.File
}

func (d descriptor) write(p []byte) error {
	if !d.runtime {
		return d.sink.write(p)
	}
	runtimeSink.fd, runtimeSink.poll = uintptr(d.sink.fd), !d.sink.free
	if !givenUp.Load() {
		runtimeSink.patience = fullPatience
	}
	if n := runtimeWrite(stderr, unsafe.Pointer(&p[0]), int32(len(p))); int(n) < len(p) {
		givenUp.Store(runtimeSink.patience == syscall.Timespec{})
		return errStuck
	}
	return nil
}

// descriptors are a pipe and a socket, in each way in which they are written to.
func descriptors(t *testing.T) map[string]descriptor {
	pipe := func() (*os.File, sink) {
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { r.Close(); w.Close() })
		return r, open(int(w.Fd()))
	}
	r, free := pipe()
	polledReader, polled := pipe()
	syscall.Close(polled.fd) // as if it could not be opened again
	polled = polledSink(t, polledReader)
	fds, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err != nil {
		t.Fatal(err)
	}
	peer := os.NewFile(uintptr(fds[1]), "peer")
	t.Cleanup(func() { peer.Close(); syscall.Close(fds[0]) })
	if !free.free || free.socket {
		t.Fatalf("a pipe was not opened again: %+v", free)
	}
	return map[string]descriptor{
		"a pipe":                         {free, false, r},
		"a pipe, polled":                 {polled, false, polledReader},
		"a socket":                       {open(fds[0]), false, peer},
		"a pipe, by the runtime":         {free, true, r},
		"a pipe, polled, by the runtime": {polled, true, polledReader},
	}
}

// polledSink returns the sink of a pipe that cannot be opened again.
func polledSink(t *testing.T, r *os.File) sink {
	w, err := syscall.Open("/proc/self/fd/"+strconv.Itoa(int(r.Fd())), syscall.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { syscall.Close(w) })
	return sink{fd: w, chunk: pipeBuf}
}

// What is full and not read is given up, for good, and does not block.
func TestFull(t *testing.T) {
	for name, d := range descriptors(t) {
		t.Run(name, func(t *testing.T) {
			impatient(t)
			if err := d.write(make([]byte, 4<<20)); !errors.Is(err, errStuck) {
				t.Errorf("write: %v", err)
			}
			if !givenUp.Load() {
				t.Error("the descriptor is not given up")
			}
			for range 1000 {
				d.write([]byte("more")) // would take minutes
			}
		})
	}
}

// A slow reader loses nothing. It is another process: the runtime's own write lets no
// goroutine go on.
func TestSlow(t *testing.T) {
	want := bytes.Repeat([]byte("0123456789"), 40_000)
	for name, d := range descriptors(t) {
		t.Run(name, func(t *testing.T) {
			start(t)
			name := filepath.Join(t.TempDir(), "got")
			file, err := os.Create(name)
			if err != nil {
				t.Fatal(err)
			}
			defer file.Close()
			cmd := exec.Command(os.Args[0])
			cmd.Env = append(cmd.Environ(), readSlowly+"="+strconv.Itoa(len(want)))
			cmd.Stdin, cmd.Stdout, cmd.Stderr = d.reader, file, os.Stderr
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			for info, err := file.Stat(); err == nil && info.Size() == 0; info, err = file.Stat() {
				d.write([]byte(want[:10]))
				time.Sleep(time.Millisecond)
			}
			if err := d.write(want); err != nil {
				t.Error(err)
				cmd.Process.Kill()
			}
			cmd.Wait()
			if got, err := os.ReadFile(name); err != nil || !bytes.Equal(got, want) {
				t.Errorf("%d bytes were read, %v, want %d", len(got), err, len(want))
			}
		})
	}
}

// readSlowly is the variable that makes the test binary copy so many bytes.
const readSlowly = "OUTPUT_READ_SLOWLY"

func TestMain(m *testing.M) {
	if n, err := strconv.Atoi(os.Getenv(readSlowly)); err == nil {
		for buf := make([]byte, 32<<10); n > 0; {
			got, err := os.Stdin.Read(buf)
			if err != nil {
				log.Fatal(err)
			}
			got = min(got, n)
			n -= got
			os.Stdout.Write(buf[:got])
			time.Sleep(5 * time.Millisecond)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// Nothing raises a signal that would end this test.
func TestNoReader(t *testing.T) {
	for name, d := range descriptors(t) {
		t.Run(name, func(t *testing.T) {
			start(t)
			d.reader.Close()
			if err := d.write([]byte("x")); err == nil {
				t.Error("no error")
			}
			if givenUp.Load() {
				t.Error("others are given up too")
			}
		})
	}
}

func TestClosed(t *testing.T) {
	start(t)
	s := open(-1)
	if err := s.write([]byte("x")); err != syscall.EBADF {
		t.Errorf("write: %v", err)
	}
}

func TestNoRoom(t *testing.T) {
	start(t)
	if err := File("/dev/full", []byte("x")); err != syscall.ENOSPC {
		t.Errorf("File: %v", err)
	}
}

// What fits below the limit of a file's size is written, and no signal is raised.
func TestFileLimit(t *testing.T) {
	start(t)
	var old syscall.Rlimit
	const rlimFsize = 1
	if err := syscall.Getrlimit(rlimFsize, &old); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Setrlimit(rlimFsize, &syscall.Rlimit{Cur: 10, Max: old.Max}); err != nil {
		t.Fatal(err)
	}
	defer syscall.Setrlimit(rlimFsize, &old)
	name := filepath.Join(t.TempDir(), "file")
	if err := File(name, make([]byte, 15)); err != syscall.EFBIG {
		t.Errorf("File: %v", err)
	}
	if data, err := os.ReadFile(name); err != nil || len(data) != 10 {
		t.Errorf("the file has %d bytes, %v", len(data), err)
	}
}

func TestFIFO(t *testing.T) {
	impatient(t)
	name := filepath.Join(t.TempDir(), "fifo")
	if err := syscall.Mkfifo(name, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := File(name, []byte("x")); err != syscall.ENXIO {
		t.Errorf("without a reader: %v", err)
	}
	r, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if err := File(name, []byte("x")); err != nil {
		t.Errorf("with a reader: %v", err)
	}
	if err := File(name, make([]byte, 1<<20)); err != errStuck {
		t.Errorf("with a reader that does not read: %v", err)
	}
}

// Pipe writes nothing into what happens to have the number.
func TestPipe(t *testing.T) {
	start(t)
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var st syscall.Stat_t
	if err := syscall.Fstat(int(w.Fd()), &st); err != nil {
		t.Fatal(err)
	}
	file, err := os.Create(filepath.Join(t.TempDir(), "file"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var fst syscall.Stat_t
	if err := syscall.Fstat(int(file.Fd()), &fst); err != nil {
		t.Fatal(err)
	}
	Pipe(int(w.Fd()), st.Ino+1, []byte("wrong"))
	Pipe(int(file.Fd()), fst.Ino, []byte("wrong"))
	Pipe(1000, st.Ino, []byte("wrong"))
	Pipe(int(w.Fd()), st.Ino, []byte("right"))
	w.Close()
	buf := make([]byte, 100)
	if n, _ := r.Read(buf); string(buf[:n]) != "right" {
		t.Errorf("read %q", buf[:n])
	}
	if info, err := file.Stat(); err != nil || info.Size() != 0 {
		t.Errorf("the file has %d bytes, %v", info.Size(), err)
	}
}
