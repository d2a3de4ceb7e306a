// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package e2e

// The programs of these tests are built by the go command while the tests run,
// so it does not know that they depend on the library, and would show results
// that it has cached. By this import it does.
import _ "github.com/exithook/exithook"
