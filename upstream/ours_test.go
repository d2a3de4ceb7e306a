// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package upstream

import (
	"strings"
	"testing"
)

// scenarios are tests of whole programs that depend on what the change changes.
const scenarios = "^(TestDefect[1-6]|TestMixed|TestBlocked|TestAddInHook|TestHookPanics|TestHookExits|TestHookGoexits|TestWaitExit)$"

// testOurs runs tests of this module with the change. It relies on the package that
// is changed, and so must do as before. Its tests of the defects also look for each
// defect in Go's own package: these must fail, for the first five, and for the sixth,
// a hook that waits for an exit, because the runtime now sees the deadlock.
func testOurs(t *testing.T, x trees) {
	if out, err := x.changed.run("..", "test", "-count=1", ".", "./internal/..."); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	gone := map[string]bool{}
	passed := 0
	builds := "/^(link|link_-race|nolink|model|model_-race)$"
	for name, action := range results(t, x.changed, "..", "./e2e", "-short", scenarios+builds, "") {
		test, build, _ := strings.Cut(name, "/")
		switch ofGo := strings.HasPrefix(build, "model"); {
		case build == "" && strings.HasPrefix(test, "TestDefect"):
		case ofGo && action == "fail":
			gone[test] = true
		case ofGo || action != "pass":
			t.Errorf("%s: %s", name, action)
		default:
			passed++
		}
	}
	t.Logf("%d tests pass, and %d defects are gone", passed, len(gone))
	if passed < 30 || len(gone) != 6 {
		t.Errorf("%d tests pass, and %d defects are gone, want 30 and 6", passed, len(gone))
	}
	if !long {
		return
	}
	if r := results(t, x.changed, "..", "./e2e", "-short", "^TestDefect4JavaScript$", ""); r["TestDefect4JavaScript"] != "fail" {
		t.Errorf("blocked exits still starve JavaScript: %v", r)
	}
}
