// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Package vendorish stands for the dependencies of a service: code that others
// wrote, that has goroutines of its own, and that ends the program where it
// sees fit.
package vendorish

import (
	"log"
	"os"
)

// CheckLicence checks a licence in the background. It has run out.
func CheckLicence(code int) { go refuse(code) }

func refuse(code int) {
	os.Exit(code)
}

// Report sends a report in the background. There is nobody who takes it.
func Report() { go send() }

func send() {
	log.Fatal("vendorish: cannot reach the collector")
}
