/*
 * Copyright 2026 The exithook Authors. All rights reserved.
 * Use of this source code is governed by a BSD-style
 * license that can be found in the LICENSE file.
 */

/*
 * A model of internal/engine for Spin (https://spinroot.com). For a few small
 * programs, the configurations in model_test.go, every interleaving of their
 * goroutines is looked at, exhaustively.
 *
 * What stands for a function of the engine has a comment with its name, in the
 * form that names_test.go asks for. A critical section of the engine's mutex is an
 * atomic sequence that begins with "alive"; a test sees to it that none runs into
 * the next. What happens between them can happen in any order.
 *
 * A program is: hooks that are there from the beginning; goroutines that add and
 * stop hooks and set the timeout at any time; and ends, each on a goroutine of its
 * own, at any time. A hook may, in any order, add and stop hooks, and then return,
 * panic, exit, call runtime.Goexit or block for good. A goroutine that a hook
 * starts is like any other here. Signals come at any time that are only noted.
 *
 * There is no time. A deadline passes at any moment while it is set, so a hook may
 * overrun its own at once or not at all, and come back from it at any moment. The
 * alarm may have rung, and its goroutine wait for the mutex, when it is cleared.
 *
 * Taken for granted: alarms that are set ring at some time; those functions
 * of the Host return that are to; the numbers drawn do not wrap around.
 *
 * Left out: what describes an end and the records, which decide nothing; Exiting;
 * the slabs in which hooks are, and copies of hooks.
 *
 * The properties are assertions. Each sets the variable of its name, so that is
 * what Spin reports:
 *
 *   once    A hook has its turn once: it is started, unless it was stopped, or is
 *           skipped because of the code. Only when the deadline for all hooks has
 *           passed, it is named instead. Before that is so for all hooks that were
 *           added before the end, the process does not end.
 *   kept    The same for a hook whose Add returned during the end.
 *   alone   A hook is started only if no other is running that is on time.
 *   lifo    The hook that is started is the newest of those that are to run.
 *   first   The end that comes first has the run, and the process ends for it, by
 *           its code and no other. A panic may crash the program instead, but for
 *           one of a hook: that is no end, also if the hook was abandoned.
 *   parked  No other end goes on, and one that is noted ends nothing. A crash does, if it is the first, or else when
 *           all hooks have had their turn or the deadline has passed; then, and
 *           when one waits, nothing else ends the process.
 *   ends    The process ends, or all ends that were asked for have returned: they
 *           Return, or are panics that were recovered.
 *   stop    Stop returns true if the hook would have run, and only then; then
 *           the hook is not started.
 *   fatal   If a hook failed, the process ends by a fatal error with the first
 *           failure, or crashes. If none did, it does not.
 */

/* The configuration: numbers, and sets of numbers from 1 as bit masks. */
#ifndef HOOKS
#define HOOKS     3	/* hooks, numbered in the order in which they are added */
#define INITIAL   2	/* as many are there from the beginning */
#define TIMED     5	/* set of the hooks with a deadline of their own */
#define ONFAILURE 5	/* set of the hooks with OnFailure */
#define STOPS     1	/* calls of Stop */
#define NOTES     1	/* calls of NoteLate */
#define TIMEOUTS  0	/* calls of SetTimeout; the last one sets a deadline */
#define ENDS      2	/* ends, numbered as their goroutines are */
#define CODES     2	/* set of the ends with a code that is not 0 */
#define RETURNS   0	/* set of the ends that Return */
#define CRASHES   0	/* set of the ends that Crash */
#endif

/* Goroutines have numbers below this one. */
#define GOROUTINES 32

#define in(set, n)    ((n) > 0 && (((set) >> ((n) - 1)) & 1))
#define hasTimeout(h) in(TIMED, h)
#define onFailure(h)  in(ONFAILURE, h)
#define code(e)       in(CODES, e)
#define returns(e)    in(RETURNS, e)
#define crashes(e)    in(CRASHES, e)

/* ---- The engine. Hooks, ends, tokens, alarms and goroutines are numbers, 0 is
   nil. The goroutine of an alarm has the number of the alarm and ENDS. */

#define open    0	/* phase */
#define running 1
#define sealed  2
#define over    3
#define left    4

#define unused  0	/* state */
#define pending 1
#define gone    2

#define OK       0	/* Outcome */
#define Panicked 1
#define Exited   2
#define Goexited 3
#define Overrun  4

byte phase, end, drawn, token, current, driver, failed, crash;
byte hookAlarm, allAlarm, crashAlarm;
bool f[HOOKS + 1];	/* which hooks are pending */
bool Timeout = true;	/* whether it is not 0 */
bool waits;
bool abandoned[GOROUTINES];
byte done;		/* how often the channel was closed */

/* ---- What is known of the program without a look at the engine. */

#define added   1	/* fate of a hook: it was added before the end */
#define addedIn 2	/* Add returned during the end */
#define stopped 3
#define started 4
#define skipped 5
#define named   6	/* as not run */

byte fate[HOOKS + 1];
byte adds, stops, sets, notes;	/* how many calls there were */
byte turn;		/* the hook that is running and on time */
byte timed;		/* the hook whose deadline was set last */
byte failure;		/* what the first hook that failed did */
byte firstEnd;		/* the end that came first */
bool wasFirst[ENDS + 1];
byte waiting;		/* how many ends were asked for and have not returned */
bool leaving;		/* Leave has returned */
bool crashAsked;	/* a crash came before that */
bool crashGoesOn;	/* and may crash the program */
bool dead;		/* the process has ended */

#define alive        (!dead)
#define isPending(h) (fate[h] == added || fate[h] == addedIn)
#define wanted(h)    (code(firstEnd) == 0 || onFailure(h))

bool once = true, alone = true, lifo = true, first = true, parked = true,
	ends = true, kept = true, stop = true, fatal = true;

inline holds(property, condition) {
	property = (condition);
	assert(property);
	property = true
}

hidden byte x, y, z;	/* scratch, used within one atomic sequence */

/* The end e has the mutex. If there is no other, it is the first. */
inline comes(e) {
	if :: firstEnd == 0 && e -> firstEnd = e; wasFirst[e] = true :: else fi
}

/* The hook h fails, if it is on time. */
inline fails(h, outcome) {
	if
	:: turn == h ->
		turn = 0;
		if :: failure == OK -> failure = outcome :: else fi
	:: else
	fi
}

/* All hooks have had their turn. */
inline settled() {
	x = 1;
	do
	:: x <= HOOKS ->
		holds(once, fate[x] != added);
		holds(kept, fate[x] != addedIn);
		x++
	:: else -> break
	od
}

#define byExit  0
#define byFatal 1
#define byCrash 2

/* The process ends. */
inline die(e, how, outcome) {
	settled();
	if
	:: how == byCrash -> holds(first, crashes(e))
	:: else ->
		holds(first, e == firstEnd);
		holds(parked, !crashGoesOn && (!crashAsked || crashes(e)))
	fi;
	if
	:: how == byExit -> holds(fatal, failure == OK)
	:: how == byFatal -> holds(fatal, failure != OK && outcome == failure)
	:: else
	fi;
	dead = true
}

#define park goto parkedForGood

/* ---- registry.go */

/* engine: wants */
#define wants(h) (code(end) == 0 || onFailure(h))

/* engine: pending, hasPending */
inline newest(h) {
	h = adds;	/* hooks have the numbers in which they were added */
	do
	:: h && !f[h] -> h--
	:: else -> break
	od
}

/* engine: Hook.take */
inline take(h) { f[h] = false }

/* engine: Add, parkAdd */
inline Add() {
	if
	:: phase >= sealed ->
		waiting++;	/* the process is to end */
		if :: phase == over && crash -> awaitCrash() :: else fi;
		park
	:: else ->
		adds++;
		fate[adds] = (firstEnd -> addedIn : added);
		f[adds] = true
	fi
}

/* engine: Stop */
inline Stop() {
	stops++;
	select(x : 1 .. HOOKS);
	if
	:: !f[x] || phase >= sealed -> z = false
	:: else ->
		take(x);
		z = (phase == open || wants(x))
	fi;
	holds(stop, z == (isPending(x) && (firstEnd == 0 || wanted(x))));
	if :: isPending(x) -> fate[x] = (z -> stopped : skipped) :: else fi
}

/* engine: pop */
inline pop(h) {
	do
	:: newest(h);
		if :: h == 0 -> break :: else fi;
		take(h);
		if :: wants(h) -> break :: else fi;
		holds(once, isPending(h));
		holds(first, !wanted(h));
		fate[h] = skipped
	od
}

/* ---- engine.go */

/* engine: inHook */
#define inHook(goid) (phase == running && current && driver == goid)

/* engine: InHook */
#define InHook(goid) (inHook(goid) || abandoned[goid])

/* engine: NoteLate */
inline NoteLate() { notes++ }

/* engine: await */
inline await() {
	round = done;
	done != round && alive;	/* here others have the mutex */
	round = 0
}

/* engine: release */
inline release() { done++ }

/* engine: admit */
inline admit(e, goid) {
	do
	:: phase == open -> comes(e); break
	:: phase != open ->
		comes(e);
		if :: inHook(goid) -> failAndPass(Exited); goto passes :: else fi;
		if :: crashes(e) && crash == 0 -> crash = e :: else fi;
		if :: phase != running || !returns(end) -> lose(e) :: else fi;
		await()
	od
}

/* engine: lose */
inline lose(e) {
	if :: !crashes(e) -> waits = true :: else fi;
	if :: phase == over && crash && !crashes(e) -> awaitCrash() :: else fi;
	goto loses
}

/* engine: awaitCrash */
inline awaitCrash() {
	if :: crashAlarm == 0 -> set(crashAlarm) :: else fi
}

/* engine: Arrive */
inline Arrive(goid) {
	admit(0, goid);
	holds(parked, firstEnd == 0)
}

/* engine: Leave */
inline Leave() {
	if
	:: phase == over && crash -> awaitCrash(); park
	:: else -> phase = left; leaving = true
	fi
}

/* ---- deadline.go */

/* engine: draw, set */
inline set(a) { drawn++; a = drawn }

/* engine: alarm.clear, alarm.isSet */
inline forget(a) { a = 0 }

/* engine: armDeadline */
inline armDeadline() {
	forget(allAlarm);
	set(allAlarm)	/* and it never rings if there is no Timeout, see allClock */
}

/* engine: SetTimeout */
inline SetTimeout() {
	sets++;
	Timeout = (sets % 2 == 0);
	if :: phase == running && allAlarm -> armDeadline() :: else fi
}

/* engine: takeOver */
inline takeOver(goid) {
	e = end;
	mine = token;
	driver = goid
}

/* engine: expire */
inline expire() {
	if :: current -> abandoned[driver] = true :: else fi;
	fail(Overrun);
	do
	:: pop(h);
		if
		:: h -> holds(once, isPending(h)); fate[h] = named
		:: else -> break
		fi
	od;
	handOver(mine);
	phase = sealed;
	e = end
}

/* ---- run.go */

/* engine: begin */
inline begin(e) {
	holds(first, firstEnd == e);
	phase = running;
	end = e;
	driver = e;
	set(token);
	newest(y);
	if :: y -> armDeadline() :: else fi
}

/* engine: next */
inline next() {
	if
	:: token != mine -> park /* or done with, if it is an alarm's */
	:: else ->
		clear();
		pop(h);
		if
		:: h -> start(h)
		:: else -> finish(); break
		fi
	fi
}

/* engine: start */
inline start(h) {
	holds(alone, turn == 0);
	holds(stop, fate[h] != stopped);
	holds(once, isPending(h));
	holds(first, end == firstEnd);
	x = h + 1;
	do
	:: x <= HOOKS -> holds(lifo, !(isPending(x) && wanted(x))); x++
	:: else -> break
	od;
	fate[h] = started;
	turn = h;
	current = h;
	if :: hasTimeout(h) -> set(hookAlarm); timed = h :: else fi;
	if :: allAlarm == 0 -> armDeadline() :: else fi
}

/* engine: clear */
inline clear() {
	current = 0;
	forget(hookAlarm)
}

/* engine: finish */
inline finish() {
	forget(allAlarm);
	phase = over;
	if
	:: returns(end) && failed == OK -> phase = open; firstEnd = 0
	:: crashes(end) && driver == end ->
		crash = end;
		if :: waits -> awaitCrash() :: else fi
	:: crashes(end) && driver != end -> phase = left
	:: else
	fi;
	release()
}

/* engine: handOver */
inline handOver(to) {
	clear();
	set(token);
	to = token;
	driver = 0
}

/* ---- failure.go */

/* engine: fail */
inline fail(outcome) {
	if :: failed == OK -> failed = outcome :: else fi
}

/* engine: broke, brokeLate */
inline broke(panics) {
	if
	:: token != mine -> park
	:: token == mine && panics -> fail(Panicked); clear()
	:: else -> failAndPass(Goexited); goto passes
	fi
}

/* engine: failAndPass */
inline failAndPass(outcome) {
	fail(outcome);
	handOver(mine)
}

/* ---- The goroutines */

/* A goroutine that asks for the end of its number, or that of an alarm that has a
   token for its number. */
proctype goroutine(byte me; byte alarm) {
	byte e;		/* the end that it is busy with */
	byte h;		/* the hook that it is in */
	byte mine;	/* its token, or the one that it hands over */
	byte round;
	if
	:: atomic { alive && alarm && alarm == token -> /* engine: Alarm */
		takeOver(me) };
		goto drives
	:: atomic { alive && !alarm && (returns(me) || crashes(me)) -> waiting++ }
	:: atomic { alive && !alarm && !(returns(me) || crashes(me)) -> /* by way of os.Exit */
		waiting++;
		Arrive(me) }
	fi;
	/* engine: Run, claim */
	atomic { alive ->
		e = me;
		if :: crashes(e) && !leaving -> crashAsked = true :: else fi;
		admit(e, me);
		begin(e);
		mine = token };
drives:	/* engine: drive, stretch */
	do
	:: atomic { alive -> /* the hook returns, or there is none */
		if :: h && turn == h -> turn = 0 :: else fi;
		next() }
	:: atomic { alive && h -> /* it panics, under RunOnPanic or not */
		holds(first, InHook(me));
		fails(h, Panicked);
		broke(true);
		h = 0 }
	:: atomic { alive && h -> /* it calls runtime.Goexit */
		fails(h, Goexited);
		broke(false) }
	:: atomic { alive && h -> /* it exits */
		fails(h, Exited);
		waiting++;
		e = 0;
		admit(e, me);
		holds(parked, false) }
	:: atomic { alive && h -> park } /* it never returns */
	:: atomic { alive && h && adds < HOOKS -> Add() }
	:: atomic { alive && h && stops < STOPS -> Stop() }
	od;
	if :: crashes(e) && me == e -> goto goesOn :: else fi;
	/* engine: settle */
	atomic { alive ->
		if :: failed != OK && e == end -> goto dies :: else fi;
		if :: me != e -> park :: else fi; /* takeOver is done */
		if
		:: returns(e) ->
			holds(parked, wasFirst[e]);
			holds(fatal, failure == OK || firstEnd != e);
			waiting--;
			park
		:: else
		fi };
	atomic { alive -> Leave() };
	atomic { alive -> die(e, byExit, OK) };
dies:	atomic { alive -> Leave() };
	atomic { alive -> die(e, byFatal, failed) };
passes:	/* engine: failAndPass */
	atomic { alive -> run goroutine(ENDS + mine, mine); park };
loses:	/* engine: lose */
	atomic { alive ->
		do
		:: crashes(e) && phase < over -> await()
		:: else -> break
		od;
		if :: !crashes(e) || phase == left -> park :: else fi };
goesOn:	/* Run has returned to a crash. */
	atomic { alive ->
		holds(parked, crashes(e) && turn == 0 && !leaving);
		settled();
		crashGoesOn = true;
		waiting-- };
	if
	:: atomic { alive -> die(e, byCrash, OK) }
	:: atomic { alive -> /* It is recovered, and then its goroutine exits. */
		waiting++;
		e = 0;
		admit(e, me);
		holds(parked, false) }
	:: true /* It is recovered. */
	fi;
parkedForGood: /* or over */
	false
}

/* engine: Alarm */
proctype hookClock() {
	byte id, about, mine;
	do
	:: atomic { alive && hookAlarm -> id = hookAlarm; about = timed };
		if
		:: atomic { alive && id == hookAlarm ->
			fails(about, Overrun);
			abandoned[driver] = true;
			failAndPass(Overrun) };
			atomic { alive -> run goroutine(ENDS + mine, mine); id = 0; about = 0; mine = 0 }
		:: atomic { alive && id != hookAlarm -> id = 0; about = 0 }
		fi
	od
}

/* engine: Alarm */
proctype allClock() {
	byte id, e, h, mine;
	do
	:: atomic { alive && allAlarm && Timeout -> id = allAlarm };
		if
		:: atomic { alive && id == allAlarm ->
			if :: failure == OK -> failure = Overrun :: else fi;
			turn = 0;
			expire() };
			break
		:: atomic { alive && id != allAlarm -> id = 0 }
		fi
	od;
	/* engine: expire */
	atomic { alive ->
		phase = over;
		if :: crashes(e) -> phase = left :: else fi;
		release() };
	atomic { alive -> Leave() };
	atomic { alive -> die(e, byFatal, failed) };
parkedForGood:
	false
}

/* engine: Alarm */
proctype crashClock() {
	atomic { alive && crashAlarm -> skip };
	atomic { alive -> holds(parked, waiting > 0); die(crash, byCrash, OK) };
	false
}

proctype adder() {
	do :: atomic { alive && adds < HOOKS -> Add() } od;
parkedForGood:
	false
}

proctype stopper() {
	do :: atomic { alive && stops < STOPS -> Stop() } od
}

/* Signals that come later. */
proctype noter() {
	do :: atomic { alive && notes < NOTES -> NoteLate() } od
}

proctype setter() {
	do :: atomic { alive && sets < TIMEOUTS -> SetTimeout() } od
}

init {
	atomic {
		do :: adds < INITIAL -> Add() :: else -> break od;
		x = 1;
		do :: x <= ENDS -> run goroutine(x, 0); x++ :: else -> break od;
		run hookClock();
		run allClock();
		run crashClock();
		run adder();
		run stopper();
		run setter();
		run noter()
	};
	timeout && alive; /* nothing happens any more, and not because the process has ended */
	holds(ends, waiting == 0);
parkedForGood:
	false
}
