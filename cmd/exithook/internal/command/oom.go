// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package command

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// oomKills returns how many processes the kernel's out-of-memory killer has
// killed in the cgroup of this process, and so of its children; 0 where that
// cannot be known, which is everywhere but on Linux with cgroup v2.
func oomKills() int {
	data, err := os.ReadFile("/proc/self/cgroup")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(data)) {
		if path, ok := strings.CutPrefix(strings.TrimSpace(line), "0::"); ok {
			events, _ := os.ReadFile(filepath.Join("/sys/fs/cgroup", path, "memory.events"))
			return parseEvents(string(events))
		}
	}
	return 0
}

// parseEvents returns the number of the line "oom_kill 3".
func parseEvents(events string) int {
	for line := range strings.Lines(events) {
		if n, ok := strings.CutPrefix(line, "oom_kill "); ok {
			kills, _ := strconv.Atoi(strings.TrimSpace(n))
			return kills
		}
	}
	return 0
}
