// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package trial

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

const service = "github.com/exithook/exithook/examples/orders"

// Build builds the service into a folder, which has to be there, and returns the
// name of the binary. What the go command has to say goes to standard error.
// Its own temporary files are in that folder as well, because it leaves them
// behind if it is interrupted early.
func Build(dir, name string, flags ...string) (binary string, err error) {
	binary = filepath.Join(dir, name)
	if runtime.GOOS == "windows" {
		binary += ".exe"
	}
	args := append([]string{"build", "-buildvcs=false", "-o", binary}, flags...)
	cmd := exec.Command("go", append(args, service)...)
	cmd.Env = append(cmd.Environ(), "GOTMPDIR="+dir)
	cmd.Stderr = os.Stderr
	c, err := start(cmd)
	if err == nil {
		err = c.wait()
	}
	if ending() {
		return "", ErrEnding
	}
	if err != nil {
		return "", fmt.Errorf("go build: %w", err)
	}
	return binary, nil
}
