/*
 * Copyright 2026 The exithook Authors. All rights reserved.
 * Use of this source code is governed by a BSD-style
 * license that can be found in the LICENSE file.
 */

/*
 * A model for Spin (https://spinroot.com) of Go's internal/runtime/exithook with
 * the change that is in upstream/. exithook.pml is another one, of internal/engine.
 *
 * Every step is one: a load, a store, a CompareAndSwap or an append. Nothing is
 * atomic because a lock is held. What stands for a function of the changed hooks.go
 * has a comment with its name.
 *
 * A program is: hooks that are there from the beginning; a goroutine that adds hooks
 * at any time; and exits, each on a goroutine of its own, at any time. A hook may add
 * hooks, and then return, panic, call runtime.Goexit, exit, or never return. The
 * latter stands for a hook that waits for an exit in another goroutine, too.
 *
 * Run calls itself, by way of the deferred function of runHooks, for the hooks that
 * a failed one has left, and the innermost of these calls is the first to throw. So
 * that is a loop here, and the last failure is thrown.
 *
 * What spins with Gosched until it has the lock, waits here. That it does not wait
 * for long is a matter of ends.
 *
 * Left out: an exit in a C destructor, which comes back to Run on the goroutine that
 * has left it; what the runtime prints.
 *
 * The properties are assertions, with the name of what is violated as in exithook.pml:
 *
 *   once    A hook is started once, or skipped because of the code. Before that is so
 *           for all hooks whose Add took effect before the list was found empty, the
 *           process does not end, except because a hook exits.
 *   alone   A hook is started only if no other is running.
 *   lifo    The hook that has its turn is the newest.
 *   first   Hooks run for the exit that came first, and the process ends by that one.
 *   ends    The process ends, unless there was no exit or a hook never returns.
 *   fatal   The process ends by a throw if a hook failed, and only then.
 */

#ifndef HOOKS
#define HOOKS     3	/* hooks, numbered in the order in which they are made */
#define INITIAL   2	/* as many are there from the beginning */
#define ONFAILURE 5	/* set of the hooks with RunOnFailure */
#define ENDS      2	/* exits, numbered as their goroutines are */
#define CODES     2	/* set of the exits with a code that is not 0 */
#endif

#define in(set, n)   (((set) >> ((n) - 1)) & 1)
#define onFailure(h) in(ONFAILURE, h)
#define code(e)      in(CODES, e)

/* ---- The variables of the package. */

bool locked;
byte runGoid;
byte hooks[HOOKS];
byte length;		/* of hooks */
bool running;

/* ---- What is known of the program without a look at them. */

#define made    1	/* fate of a hook */
#define added   2
#define started 3
#define skipped 4

byte fate[HOOKS + 1];
byte place[HOOKS + 1];	/* in the order in which Adds took effect */
byte makes, places;
byte turn;		/* the hook that is running */
byte firstEnd;		/* the exit that came first */
bool ran;		/* the list was found empty */
bool stuck;		/* a hook never returns */
bool failed;		/* a hook panicked, exited, or called Goexit */
bool dead;		/* the process has ended */

bool once = true, alone = true, lifo = true, first = true, ends = true, fatal = true;

inline holds(property, condition) {
	property = (condition);
	assert(property);
	property = true
}

hidden byte x;	/* scratch, used within one step */

/* The hook h, newest of those that are there, is removed. */
inline removed(h) {
	x = 1;
	do
	:: x <= HOOKS -> holds(lifo, fate[x] != added || place[x] <= place[h]); x++
	:: else -> break
	od
}

/* The hook h has its turn. */
inline taken(h, what) {
	holds(first, me == firstEnd);
	holds(once, fate[h] == added);
	fate[h] = what
}

/* All hooks have had their turn. */
inline settled() {
	x = 1;
	do
	:: x <= HOOKS -> holds(once, fate[x] != added); x++
	:: else -> break
	od
}

/* The process ends. */
inline dies(byThrow) {
	holds(first, me == firstEnd);
	holds(fatal, failed == byThrow);
	dead = true
}

/* ---- hooks.go */

inline lock() { atomic { !locked -> locked = true } }
inline unlock() { locked = false }

/* hooks.go: Add */
inline Add(h) {
	lock();
	hooks[length] = h;
	atomic { length++; fate[h] = added; places++; place[h] = places };
	unlock()
}

/* A new hook is made and added. */
inline addOne(h) {
	atomic { makes < HOOKS -> makes++; h = makes; fate[h] = made };
	Add(h)
}

/* hooks.go: pop */
inline pop(h) {
	lock();
	if
	:: atomic { length == 0 -> h = 0; settled(); ran = true }
	:: length != 0 ->
		h = hooks[length - 1];
		atomic { length--; removed(h) }
	fi;
	unlock()
}

/* hooks.go: Run, up to where it has the exit. */
inline claim() {
	atomic { won = (runGoid == 0);
		if :: won -> runGoid = me :: else fi;
		if :: firstEnd == 0 -> firstEnd = me :: else fi };
	if
	:: !won && runGoid != me -> goto parked
	:: !won && runGoid == me && running -> goto throwsExit
	:: won
	fi
}

#define none     0	/* failure */
#define Panicked 1
#define Goexited 2

proctype exit(byte me) provided (!dead) {
	bool won;
	byte h, n, failure;
	/* hooks.go: Run */
again:	claim();
	running = true;
	/* hooks.go: runHooks */
	do
	:: pop(h);
		if
		:: h == 0 -> break
		:: atomic { h && code(me) && !onFailure(h) -> taken(h, skipped) }
		:: atomic { h && !(code(me) && !onFailure(h)) ->
			holds(alone, turn == 0);
			taken(h, started);
			turn = h };
			do
			:: addOne(n)
			:: atomic { turn = 0 }; break
			:: atomic { turn = 0; failed = true; failure = Panicked }; break
			:: atomic { turn = 0; failed = true; failure = Goexited }; break
			:: failed = true; claim()
			:: stuck = true; goto parked
			od
		fi
	od;
	if :: failure != none -> goto throws :: else fi;
	running = false;
	atomic { holds(once, ran); dies(false) };
throws:
	atomic { holds(once, ran); dies(true) };
throwsExit:
	atomic { turn = 0; dies(true) };
parked:
	false
}

proctype adder() provided (!dead) {
	byte n;
	do :: addOne(n) od
}

init {
	byte n;
	atomic {
		do :: makes < INITIAL -> addOne(n) :: else -> break od;
		n = 1;
		do :: n <= ENDS -> run exit(n); n++ :: else -> break od;
		run adder()
	};
	timeout && !dead; /* nothing happens any more, and not because the process has ended */
	holds(ends, firstEnd == 0 || stuck);
	false
}
