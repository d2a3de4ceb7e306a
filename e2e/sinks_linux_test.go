// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
	"unsafe"
)

// A sink is a standard error, or a file for the report, that takes nothing.
type sink struct {
	name  string
	apply func(t *testing.T, r *run) // makes it that of the program
}

// sinks are those that are to change neither which hooks run, nor the status.
var sinks = []sink{
	{"a pipe whose reader is gone", func(t *testing.T, r *run) {
		reader, writer := pipe(t)
		reader.Close()
		r.attr = stderrTo(writer)
	}},
	{"a full pipe", func(t *testing.T, r *run) {
		_, writer := pipe(t)
		fill(t, writer)
		r.attr = stderrTo(writer)
	}},
	{"closed by the shell", func(_ *testing.T, r *run) { r.shell = `exec "$0" "$@" 2>&-` }},
	{"closed by the program", func(_ *testing.T, r *run) { r.env = append(r.env, "E2E_STDERR=close") }},
	{"a full disk", func(t *testing.T, r *run) {
		r.attr = stderrTo(open(t, "/dev/full", os.O_WRONLY))
	}},
	{"a file at its limit", func(t *testing.T, r *run) {
		r.attr = stderrTo(open(t, filepath.Join(t.TempDir(), "stderr"), os.O_WRONLY|os.O_CREATE))
		r.shell = `ulimit -f 0; exec "$0" "$@"`
	}},
	{"a terminal that is gone", func(t *testing.T, r *run) {
		master, slave := pty(t)
		master.Close()
		r.attr = stderrTo(slave)
	}},
	{"a terminal that is stopped", func(t *testing.T, r *run) {
		_, slave := pty(t)
		ioctl(t, slave, tcxonc, tcooff)
		r.attr = stderrTo(slave)
	}},
	{"a FIFO for the report that nobody has open", func(t *testing.T, r *run) {
		r.env = append(r.env, "EXITHOOK=report=json:"+fifo(t))
	}},
	{"a FIFO for the report that nobody reads", func(t *testing.T, r *run) {
		name := fifo(t)
		fill(t, open(t, name, os.O_RDWR|syscall.O_NONBLOCK))
		r.env = append(r.env, "EXITHOOK=report=json:"+name)
	}},
}

// stderrTo has a file of ours be the standard error of the program.
func stderrTo(f *os.File) func(*exec.Cmd) {
	return func(cmd *exec.Cmd) { cmd.Stderr = f }
}

func open(t *testing.T, name string, flags int) *os.File {
	t.Helper()
	fd, err := syscall.Open(name, flags|syscall.O_CLOEXEC, 0o666)
	return file(t, fd, name, err)
}

// file makes a file of a descriptor, and closes it when the test is over. It is one
// that blocks, since the programs have the same file.
func file(t *testing.T, fd int, name string, err error) *os.File {
	t.Helper()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	f := os.NewFile(uintptr(fd), name)
	t.Cleanup(func() { f.Close() })
	return f
}

// pipe makes a pipe whose ends block.
func pipe(t *testing.T) (reader, writer *os.File) {
	t.Helper()
	var fds [2]int
	err := syscall.Pipe2(fds[:], syscall.O_CLOEXEC)
	return file(t, fds[0], "the reader of a pipe", err), file(t, fds[1], "the writer of a pipe", err)
}

// fill writes to a pipe until it is full. It blocks again afterwards.
func fill(t *testing.T, f *os.File) {
	t.Helper()
	fd := int(f.Fd())
	if err := syscall.SetNonblock(fd, true); err != nil {
		t.Fatal(err)
	}
	for size := 4096; size > 0; size /= 4096 {
		for {
			if _, err := syscall.Write(fd, make([]byte, size)); err == syscall.EAGAIN {
				break
			} else if err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := syscall.SetNonblock(fd, false); err != nil {
		t.Fatal(err)
	}
}

func fifo(t *testing.T) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "fifo")
	if err := syscall.Mkfifo(name, 0o666); err != nil {
		t.Fatal(err)
	}
	return name
}

// What package syscall does not have.
const (
	tcxonc = 0x540a
	tcooff = 0
)

// pty makes a terminal. Nothing reads what is written to it.
func pty(t *testing.T) (master, slave *os.File) {
	t.Helper()
	master = open(t, "/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY)
	var unlocked, number int32
	ioctl(t, master, syscall.TIOCSPTLCK, uintptr(unsafe.Pointer(&unlocked)))
	ioctl(t, master, syscall.TIOCGPTN, uintptr(unsafe.Pointer(&number)))
	return master, open(t, "/dev/pts/"+strconv.Itoa(int(number)), os.O_RDWR|syscall.O_NOCTTY)
}

func ioctl(t *testing.T, f *os.File, request, arg uintptr) {
	t.Helper()
	if _, _, err := syscall.Syscall(syscall.SYS_IOCTL, f.Fd(), request, arg); err != 0 {
		t.Fatalf("%s: ioctl %#x: %v", f.Name(), request, err)
	}
}

// A slowReader reads a file to its end, a page every 20 ms.
type slowReader struct {
	text chan string // what it has read, at the end
	// starved says that it did not come to read for half a second, because the machine has
	// too much else to do. Then it was no living reader.
	starved atomic.Bool
}

func readSlowly(f *os.File) *slowReader {
	r := &slowReader{text: make(chan string, 1)}
	go func() {
		var text []byte
		page := make([]byte, 4096)
		for last := time.Now(); ; last = time.Now() {
			n, err := f.Read(page)
			if time.Since(last) > time.Second/2 {
				r.starved.Store(true)
			}
			text = append(text, page[:n]...)
			if err != nil {
				r.text <- string(text)
				return
			}
			time.Sleep(20 * time.Millisecond)
		}
	}()
	return r
}

// withLivingReader runs a test that needs a slow reader, again if that was starved. The test
// returns what is wrong.
func withLivingReader(t *testing.T, test func() (r *slowReader, problem string)) {
	t.Helper()
	for range 20 {
		r, problem := test()
		if problem == "" {
			return
		}
		if !r.starved.Load() {
			t.Error(problem)
			return
		}
	}
	t.Error("the reader was starved each time")
}
