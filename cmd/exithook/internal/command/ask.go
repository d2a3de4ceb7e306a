// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package command

import (
	"bytes"
	"os/exec"
	"strings"
)

// Words that are no flags of the go command.
const (
	noFlag  = "exithook-no-flag"
	noOther = "exithook-no-other-flag"
)

// askGo asks the go command for a flag that the tables do not have: whether it takes
// a value. The error is what the go command says of a flag that it does not have
// either.
//
// Two flags follow that do not exist. The go command stops at the first, or takes
// that for the value and stops at the second, and builds nothing in any case.
func askGo(env []string) askFunc {
	return func(command, name string) (takesValue bool, err error) {
		cmd := exec.Command("go", command, "-"+name, "-"+noFlag, "-"+noOther)
		cmd.Env = env
		var errs bytes.Buffer
		cmd.Stderr = &errs
		if err = wait(cmd); err == nil {
			return false, misuse("", "go %s has no flag -%s", command, name) // not reached
		}
		says, _, _ := strings.Cut(errs.String(), "\n")
		switch {
		case strings.HasSuffix(says, ": -"+noFlag):
			return false, nil
		case strings.Contains(says, "-"+noFlag), strings.HasSuffix(says, ": -"+noOther):
			return true, nil
		}
		return false, &refusal{childError(err), errs.Bytes()}
	}
}

// An askFunc tells whether a flag of a command of go takes a value.
type askFunc func(command, name string) (takesValue bool, err error)
