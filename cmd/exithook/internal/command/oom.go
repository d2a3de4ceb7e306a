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
// cannot be known, which is everywhere but on Linux.
func oomKills() int {
	data, err := os.ReadFile("/proc/self/cgroup")
	if err != nil {
		return 0
	}
	kills := 0
	for line := range strings.Lines(string(data)) {
		if file := eventsFile(strings.TrimSpace(line)); file != "" {
			events, _ := os.ReadFile(filepath.Join("/sys/fs/cgroup", file))
			kills += parseEvents(string(events))
		}
	}
	return kills
}

// eventsFile returns the file that counts them, for a line of /proc/self/cgroup:
// 0::/path with version 2, or 4:memory:/path with version 1.
func eventsFile(line string) string {
	_, rest, _ := strings.Cut(line, ":")
	controllers, path, found := strings.Cut(rest, ":")
	switch {
	case found && controllers == "":
		return filepath.Join(path, "memory.events")
	case controllers == "memory":
		return filepath.Join("memory", path, "memory.oom_control")
	}
	return ""
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
