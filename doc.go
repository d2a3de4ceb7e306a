// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Package exithook runs functions, called hooks, however the program ends, and
// tells who ended it and why.
//
//	func main() {
//		f := create("out.log")
//		exithook.Defer(func() { f.Flush() })
//		...
//		log.Fatal("no space") // flushes; so does an os.Exit in any dependency
//	}
//
// A deferred function is the better choice for whatever belongs to a function
// call: it runs when the call is over, and can change its result. A hook is for
// what belongs to the process, and must be done also when somebody else ends it:
// to write what is buffered, to remove temporary files, to stop child
// processes, to put a terminal back in order. Often a resource has both, and
// the deferred function calls [Registration.Stop].
//
// # The ends of a program
//
// Hooks run when
//
//   - main.main returns, or anything calls os.Exit (log.Fatal does), in any
//     goroutine, any dependency, and any init function;
//   - a goroutine panics that was started with [Go], defers [RunOnPanic] or runs
//     in [Main], and nothing recovers the panic;
//   - any goroutine panics, and nothing recovers the panic, in a program that is
//     built with the exithook command;
//   - a signal arrives that [HandleSignals] was told of;
//   - the program calls [Exit] or [Run].
//
// Hooks do not run on a panic in any other goroutine (see below), a fatal error of
// the runtime (concurrent map writes, deadlock, out of memory), syscall.Exit, an
// exit in C code, a signal that kills the process, or when the power fails.
// [Covered] tells what is covered in the build at hand; it has no Return and
// OSExit where the package is not compiled with its link into the runtime: with
// the build tag exithook_nolink, with another compiler than gc, and with a
// version of Go that it is not known to work with. [Require] makes a program
// refuse to start without.
//
// A program that imports the package and adds no hook behaves as before. It has
// no more goroutines and signal handlers, and allocates nothing at its start.
//
// # The run
//
// Hooks run one after the other, in reverse order of registration, on the
// goroutine that ended the program; that is the order in which deferred
// functions run. Each hook that was not stopped has its turn once: it is
// started, or skipped if the exit code is not 0 and it has no RunOnFailure. A
// hook that is added while hooks run is the next. Add does not return once the
// last hook has finished.
//
// The first end decides the cause and the code: an exit, a return of main or a
// signal that comes after another end changes nothing. Its goroutine is parked
// for good, as that of a second os.Exit is, and uses no CPU. The other goroutines
// go on until the process ends; [Exiting] tells them about it.
//
// [Run] is the one end after which the program goes on. Ends that come
// meanwhile wait for it, and then have their turn.
//
// # Panics
//
// Go gives nobody a chance to see a panic that nothing recovers: a goroutine has to
// have a deferred function of its own. [Go], [RunOnPanic] and [Main] are that for
// the goroutines of the program. For all goroutines of all packages, the program
// is built with the exithook command, which compiles one line into the runtime,
// where it is about to crash the program and may still call functions.
//
// The hooks run on the goroutine that panicked, with the cause Panic, the code 2,
// the value and the stack. Then the runtime prints the panic as it does without
// exithook, and ends the process with status 2.
//
// A panic is never lost to another end. If one came first, the panic waits until
// its hooks have run, or the deadline for all of them has passed, and then crashes
// the program; the exit that came first does not take place, so that a panic does
// not end in status 0. Hooks that are not RunOnFailure have run for the code of
// the exit then. Several panics at once all wait for the hooks; the runtime prints
// one of them, or more, as chance has it, which is so without exithook as well. An
// end that comes after a panic is parked like any other.
//
// What there is to know about special cases, of which the first three hold in all
// builds, the others for the exithook command:
//
//   - recovered panics and runtime.Goexit run nothing;
//   - a panic of a hook is a failure of the hook, see below; that of a goroutine
//     that a hook started waits for the hooks, so a hook that waits for that
//     goroutine waits until its deadline;
//   - a panic in a deferred function that runs because of another panic is the one
//     that Status has, and the runtime prints both; panic(nil) is a
//     *runtime.PanicNilError; nil maps, indexes, divisions and nil pointers are
//     runtime errors with a value like others;
//   - a panic in an init function runs the hooks that were added by then, if this
//     package is initialized by then: if the panicking package imports it or one
//     that does;
//   - a panic in a finalizer or cleanup, on a locked thread, or in a callback from C
//     runs the hooks there, like any other;
//   - if a method Error or String of the value panics or does not return, when the
//     runtime prints the value, that is as it is without exithook: the hooks have
//     run;
//   - panics that the runtime does not permit, for instance on a signal stack or
//     while it holds its own locks, are fatal errors, which run nothing.
//
// # Hooks that fail
//
// A hook fails if it panics, calls exit (or log.Fatal, [Exit], [Run]) on its own
// goroutine, calls runtime.Goexit, or overruns its deadline. That is reported on
// standard error at once, with the name of the hook, the place where it was
// added, and the stack. The other hooks run all the same. Then the program dies
// with status 2 and, for the first failure, one of
//
//	fatal error: exit hook invoked panic
//	fatal error: exit hook invoked exit
//	fatal error: exit hook invoked Goexit
//	fatal error: exit hook did not return
//
// and the stacks of all goroutines. If the program ends by a panic, or one came
// while the hooks ran, it dies with that panic instead.
//
// An exit that a hook calls on another goroutine is an end that came later, and
// is parked. So a hook that waits for that goroutine waits until its deadline.
//
// After a Goexit, an exit or an overrun, the goroutine that the hook is on is
// parked when the hook gives it back, if ever, and the other hooks run on
// another. A hook that was abandoned may then still be running beside them; no
// other two hooks ever run at the same time.
//
// # Deadlines
//
// A hook can have a deadline of its own, the Timeout of [Hook]. All hooks
// together have 30 seconds, or what [SetTimeout] says; when they have passed,
// the running hook with its stack, the exits that wait, and the hooks that were
// not run are reported, and the program dies as above.
//
// # Calls within hooks
//
// Every function of this package may be called by a hook, and by any goroutine
// while hooks run:
//
//   - [Add], [Defer]: the new hook is the next to run.
//   - [Registration.Stop]: true if the hook's turn had not come, and it was not
//     going to be skipped. False for the running hook.
//   - [Exit], [Run], os.Exit, log.Fatal: on the goroutine of the hook, the hook
//     fails. On another, the call does not return; during a Run it waits.
//   - [SetTimeout]: takes effect for this run, counted from its beginning.
//   - [RunOnPanic]: nothing on the goroutine of the hook, whose panic is a
//     failure of the hook. On another goroutine, the panic waits for the hooks
//     and then crashes the program.
//   - [HandleSignals]: signals from then on are handled. The first one is an end
//     that comes too late; the second ends the process.
//   - [Status], [Exiting], [Covered], [Require]: as always.
//
// # Windows
//
// There are no signals on Windows. Go makes os.Interrupt of Ctrl-C and Ctrl-Break in
// a console, and SIGTERM of three other events: the console is closed, the user logs
// off, the system shuts down. [HandleSignals] handles these two.
//
// There is no signal to die of either. The program ends with status 0xC000013A
// (STATUS_CONTROL_C_EXIT) for all these events, as one that handles none of them
// does: whoever started it sees that it was interrupted. A second Ctrl-C ends it at
// once, with the same status. A program that is ended by the Task Manager or by
// another program (TerminateProcess) runs no hooks.
//
// For Ctrl-C and Ctrl-Break, Windows has no time limit. After the other events it
// ends the process when their time has passed, whatever the hooks are doing: that
// is 5 seconds, and 20 for a service at shutdown, unless the machine is set otherwise
// (HungAppTimeout, WaitToKillAppTimeout, WaitToKillServiceTimeout). The deadline of all
// hooks is longer. With one that is shorter, say SetTimeout(4*time.Second), it is the
// program that ends itself, and reports which hook it was waiting for. After one of
// these events, Go's handler does not return, and further events may not arrive.
//
// Windows sends the events of log-off and shutdown to services only, and not to
// programs that load user32.dll or gdi32.dll. What stops a service is a request of
// the service control manager, whose handler can call [Run].
//
// # WebAssembly
//
// On js/wasm and wasip1 there are no signals, and [HandleSignals] does nothing.
//
// On js/wasm, JavaScript's events are handled while hooks run and while exits wait,
// so a hook may wait for a promise, a timer, or a call from JavaScript. That is not
// so if the exit is in a function that JavaScript has called (js.FuncOf), be it the
// one that ends the program or one that came later: no event is handled before such
// a function returns, and it does not. A hook that waits for JavaScript, as node has
// it do when it writes to a file or to standard output, then does not return
// either, and the program dies with a fatal error, at the deadline or before.
// Functions that JavaScript calls should therefore exit on another goroutine:
// go os.Exit(1).
//
// # What is not promised
//
// Hooks run while the other goroutines are running. A hook that takes a lock
// that another goroutine holds waits for it, and one that reads what another
// goroutine writes races with it. In particular, a goroutine that exits stays
// where it is: the HTTP request whose handler called os.Exit is in flight for
// ever, and a hook that waits for requests should have a limit of its own.
//
// Output that other packages buffer for themselves is not written, unless they
// or you have a hook for it. The coverage data of a program built with -cover
// is written before the hooks run.
//
// A hook in a loop that does not end cannot be abandoned on systems without
// threads (js/wasm, wasip1), where nothing else runs then. If standard error is
// a pipe that is full and is not read, a report waits for its reader.
//
// # The model
//
// The rules come from Go's own internal/runtime/exithook, whose Hook and Add
// these are, and which this package takes over: order, RunOnFailure, that
// concurrent exits block, the fatal errors for panic and exit in hooks. What it
// does otherwise than its model is in docs/doubts.md, and how it gets there
// without a change to Go in docs/link.md.
package exithook
