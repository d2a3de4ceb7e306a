// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Package settings has what the environment variable EXITHOOK says. It is for whoever runs
// the program.
package settings

import (
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Settings are those of the variable.
type Settings struct {
	Timeout    time.Duration // of all hooks together
	HasTimeout bool
	Reports    []Report
}

// A Report is one that is asked for.
type Report struct {
	Setting string // the text that asked for it
	Format  Format
	File    string // absolute, "" for standard error
	FD      int    // of a pipe, see Pipe
	Inode   uint64
}

// A Format is that of a report.
type Format int

const (
	Text Format = iota
	JSON
	// Pipe is JSON to a pipe that the program was started with. Its inode is given in
	// addition to its descriptor: something else may have the number by then.
	Pipe
)

// known is what a message says of the settings that there are.
const known = "known are timeout=DURATION, report, report=text:FILE and report=json:FILE, with commas between them"

// Parse takes the value of the variable apart. It also returns what is wrong with it, as
// messages. What is right counts all the same. dir is the folder that relative files
// are in.
func Parse(value, dir string) (s Settings, problems []string) {
	for value != "" {
		var setting string
		setting, value, _ = strings.Cut(value, ",")
		if why := s.parse(setting, dir); why != "" {
			problems = append(problems, "exithook: EXITHOOK: "+strconv.Quote(setting)+" "+why+": "+known)
		}
	}
	return s, problems
}

// parse heeds one setting, or returns why not.
func (s *Settings) parse(setting, dir string) (why string) {
	name, value, given := strings.Cut(setting, "=")
	switch {
	case setting == "":
		return ""
	case setting == "report":
		s.Reports = append(s.Reports, Report{Setting: setting})
		return ""
	case name == "timeout" && given:
		return s.parseTimeout(value)
	case name == "report" && given:
		return s.parseReport(setting, value, dir)
	}
	return "is unknown"
}

func (s *Settings) parseTimeout(value string) (why string) {
	d, err := time.ParseDuration(value)
	if err != nil || d < 0 {
		return "has no duration such as 8s or 1m30s, or 0 for none"
	}
	s.Timeout, s.HasTimeout = d, true
	return ""
}

func (s *Settings) parseReport(setting, value, dir string) (why string) {
	format, rest, _ := strings.Cut(value, ":")
	r := Report{Setting: setting, File: rest}
	switch format {
	case "text":
	case "json":
		r.Format = JSON
	case "pipe":
		fd, inode, _ := strings.Cut(rest, ":")
		var err1, err2 error
		r.Format, r.File = Pipe, ""
		r.FD, err1 = strconv.Atoi(fd)
		r.Inode, err2 = strconv.ParseUint(inode, 10, 64)
		if err1 != nil || err2 != nil {
			return "has no descriptor and inode"
		}
		s.Reports = append(s.Reports, r)
		return ""
	default:
		return "is unknown"
	}
	if rest == "" {
		return "names no file"
	}
	if !filepath.IsAbs(r.File) {
		if !filepath.IsAbs(dir) {
			return "is relative, and the folder that the program was started in is not known"
		}
		r.File = dir + string(filepath.Separator) + r.File
	}
	s.Reports = append(s.Reports, r)
	return ""
}
