import type { Engine } from "./engine.ts";
import { listen } from "./leaving.ts";
import type { RunningTurn } from "./turn/turn.ts";
import type { Caller, Work } from "./turn/work.ts";

/**
 * Joins work that is queued or running: what has started, or else what came first and keeps its place.
 *
 * @param within the turn around the caller that holds the caller's session. What waits becomes a part of that turn:
 * the caller need not wait, and if it waited for that very session it would wait for itself
 */
export function join(engine: Engine, caller: Caller, known: readonly Work[], within?: RunningTurn): void {
  const work = known.find(({ turn }) => turn) ?? known.reduce(earlier);
  unite(engine, work, caller.dispatch.ids, known);
  if (within && !work.turn) return engine.bringIn(work, caller, within);
  attach(engine, work, caller);
  if (!work.turn) engine.reconsider(work, engine.kindOf(caller));
}

/**
 * Ends a dispatch whose work had finished. Everything that its identities link turns out to be finished too:
 * what still waits ends as well, what runs will find itself remembered already.
 */
export function dropDuplicate(engine: Engine, caller: Caller, known: readonly Work[]): void {
  // One that is remembered keeps its time: a duplicate is no new success.
  engine.settled.add(caller.dispatch.ids.filter((id) => !engine.settled.hasAny([id])));
  engine.ledger.end(caller, { outcome: { status: "duplicate" } });
  for (const work of known) {
    engine.settled.add(work.ids);
    if (work.turn) continue;
    engine.sessions.withdraw(work);
    engine.flight.release(work);
    for (const other of work.callers) engine.ledger.end(other, { outcome: { status: "duplicate" } });
  }
}

/**
 * The work is known by these identities too, and when they link it to other works, all of them are one.
 *
 * Those that still wait become a part of it. Those that have started are past uniting: they run to their end,
 * side by side if their sessions let them, but from then on count as one. The first to succeed settles the
 * identities of all, and when one fails, its identities pass to another that still runs, so that nothing is
 * started a third time.
 */
export function unite(engine: Engine, work: Work, ids: readonly string[], known: readonly Work[]): void {
  engine.flight.claim(work, ids);
  for (const other of known) {
    if (other === work) continue;
    if (other.turn) pair(work, other);
    else absorb(engine, work, other);
  }
}

function pair(a: Work, b: Work): void {
  const twins = new Set([a, b, ...(a.twins ?? []), ...(b.twins ?? [])]);
  for (const twin of twins) twin.twins = twins;
}

function absorb(engine: Engine, work: Work, other: Work): void {
  engine.sessions.withdraw(other);
  engine.flight.release(other);
  engine.flight.claim(work, other.ids);
  if (work.kind === "ordinary") work.kind = other.kind;
  for (const caller of other.callers) attach(engine, work, caller);
}

function attach(engine: Engine, work: Work, caller: Caller): void {
  if (engine.refuseCircle(caller, work)) return;
  work.add(caller);
  listen(engine, caller);
}

function earlier(a: Work, b: Work): Work {
  return b.origin.number < a.origin.number ? b : a;
}
