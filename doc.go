// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Package exithook runs functions, called hooks, however the program ends, and tells who
// ended it and why.
//
//	func main() {
//		w := bufio.NewWriter(create("out.log"))
//		exithook.Defer(func() { w.Flush() })
//		exithook.HandleSignals() // Ctrl-C flushes too
//		log.Fatal("no space") // flushes; so does os.Exit in any dependency
//	}
//
// A deferred function is the better choice for whatever belongs to a function call. A hook
// is for what belongs to the process, and must be done also when somebody else ends it:
// write what is buffered, remove temporary files, stop child processes, restore a terminal.
// Many resources have both, and the deferred function calls [Registration.Stop].
//
// # Which ends run hooks
//
//   - main.main returns, or anything calls os.Exit (log.Fatal does), in any goroutine,
//     dependency or init function.
//   - A signal arrives that [HandleSignals] was given.
//   - A goroutine panics that [Go] started, that defers [RunOnPanic] or that runs [Main], and
//     nothing recovers the panic. If the exithook command built the program: any goroutine.
//   - The program calls [Exit], [ExitBySignal] or [Run].
//
// Hooks do not run for other panics, a fatal error of the runtime (concurrent map writes,
// deadlock, out of memory), syscall.Exit, an exit in C code, a signal that nobody handles,
// SIGKILL, or power loss. docs/ends.md lists all ends.
//
// [Covered] tells which ends run hooks in the build at hand, and [Require] makes a program
// refuse to start without them. A program that imports the package and adds no hook behaves
// as before.
//
// # The run
//
// Hooks run one after the other, last added first, on the goroutine that ended the program.
// Each hook that was not stopped is started once. It is skipped instead if the exit code is
// not 0 and the hook has no RunOnFailure. A hook that is added while hooks run is the next.
// After the last hook, [Add] does not return.
//
// The first end decides the cause and the code. A later end is parked: its goroutine stays
// where it is, uses no CPU, and changes nothing. All other goroutines go on until the process
// ends. [Exiting] tells them of the end, and [Status] says what ended the program. After
// [Run] the program goes on, and ends that came meanwhile follow.
//
// Hooks, and other goroutines while hooks run, may call every function of this package. In a
// testing/synctest bubble the rules are the same, with deadlines in real time: see [Exiting].
//
// # Signals
//
// The process dies of the first signal once its hooks have run. Later signals are in the
// report and do not cut the hooks short, but for an impatient person: a second SIGINT, more
// than a tenth of a second after the first, ends the process at once. See [HandleSignals].
//
// # Panics
//
// The hooks run before the runtime prints the panic and ends the process with status 2, as it
// does without this package. A panic that is a later end is not parked: it waits until the
// hooks have run, or their deadline has passed, and then crashes the program. So an exit that
// comes first does not hide a panic.
//
// # Hooks that fail
//
// A hook fails if it panics, overruns its deadline, or calls runtime.Goexit, os.Exit, [Exit]
// or [Run] on its own goroutine. Standard error says so at once: which hook, where it was
// added, and the stack. The other hooks run. Then the program dies with status 2, the stacks
// of all goroutines and, for the first failure, one of
//
//	fatal error: exit hook invoked panic
//	fatal error: exit hook invoked exit
//	fatal error: exit hook invoked Goexit
//	fatal error: exit hook did not return
//
// If a panic ended the program, or came while the hooks ran, the program dies of that panic
// instead. A hook that waits for another goroutine's exit waits for a later end, and so until
// its deadline.
//
// # Deadlines
//
// All hooks together have 25 seconds, unless [SetTimeout] was called. Whoever runs the program
// has the last word, with timeout=8s in the environment variable EXITHOOK. When the time is
// over, the program says which hook is running and which ones did not run, and dies as above.
// The Timeout of [Hook] sets a deadline of the hook's own. A hook that overruns it is
// abandoned: it may go on while the others run, on another goroutine.
//
// A deadline stops no thread and takes no lock of the program, so what is reported has no
// stacks of other goroutines; the runtime prints these at the end. The deadline needs a
// goroutine that can run. There is none while the Go runtime waits for a thread to stop that
// does not: docs/ends.md has these cases.
//
// A descriptor that takes nothing holds up the end for a second, all together (on Unix
// systems). The method Error or String of a panic value, if a message or report needs it,
// has a goroutine of its own and a second. What else it does, the message says.
//
// # Reports
//
// With EXITHOOK=report in its environment, a program says at its end who ended it and what
// each hook did: see [CurrentReport]. A program that was started with more rights than its
// user has, such as a set-user-ID program, ignores the variable.
//
// # What is not promised
//
// Hooks run beside the other goroutines: they can wait for a lock that one of these holds, and
// race with them. Output that other packages buffer needs a hook. docs/platforms.md says what
// is different on Windows and WebAssembly, docs/comparison.md what differs from the model of these
// rules, Go's own internal/runtime/exithook, and docs/link.md how the package gets called.
package exithook
