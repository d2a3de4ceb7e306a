// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

//go:build !unix

package main

// Scripts with signals are not played here.
func handleSignalCodes([]int) { panic("there are no such signals") }

func sendSignalCode(int) { panic("there are no such signals") }
