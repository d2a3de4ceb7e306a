// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Generate writes library.txtar, the copy of the library that travels with the
// command.
package main

import (
	"log"
	"os"
	"os/exec"
	"strings"

	"github.com/exithook/exithook/cmd/exithook/internal/library"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("generate: ")
	root, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", library.Path).Output()
	if err != nil {
		log.Fatal(err)
	}
	data, err := library.Archive(strings.TrimSpace(string(root)))
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile("library.txtar", data, 0o666); err != nil {
		log.Fatal(err)
	}
}
