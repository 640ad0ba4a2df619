import type { Engine } from "./engine.ts";
import { listen } from "./leaving.ts";
import type { Caller, Work } from "./work.ts";

/**
 * Joins work that is queued or running.
 *
 * When the dispatch links several works by its identities, they are one: all that still wait are absorbed by
 * the one that has started, or else by the one that came first, which keeps its place. Two that had both
 * started before anybody could know are past uniting; both run to their end, the dispatch gets the value of
 * the first, and every identity stays with the work that had it, so that nothing is started a third time.
 */
export function join(engine: Engine, caller: Caller, known: readonly Work[]): void {
  const work = known.find(({ turn }) => turn) ?? known.reduce(earlier);
  engine.flight.claim(work, caller.dispatch.ids);
  for (const other of known) if (other !== work && !other.turn) absorb(engine, work, other);
  attach(engine, work, caller);
}

/**
 * Ends a dispatch whose work had finished. Its identities are known by it too from now on, and work that still
 * waits under one of them turns out to be finished as well.
 */
export function dropDuplicate(engine: Engine, caller: Caller, known: readonly Work[]): void {
  // One that is remembered keeps its time: a duplicate is no new success.
  engine.settled.add(caller.dispatch.ids.filter((id) => !engine.settled.hasAny([id])));
  engine.ledger.end(caller, { outcome: { status: "duplicate" } });
  for (const work of known) {
    if (work.turn) continue;
    engine.sessions.withdraw(work);
    engine.flight.release(work);
    engine.settled.add(work.ids);
    for (const other of work.callers) engine.ledger.end(other, { outcome: { status: "duplicate" } });
  }
}

/** Makes waiting work a part of other work. */
export function absorb(engine: Engine, work: Work, other: Work): void {
  engine.sessions.withdraw(other);
  engine.flight.release(other);
  engine.flight.claim(work, other.ids);
  for (const caller of other.callers) attach(engine, work, caller);
}

function attach(engine: Engine, work: Work, caller: Caller): void {
  if (engine.refuseCircle(caller, work)) return;
  work.add(caller);
  listen(engine, caller);
}

function earlier(a: Work, b: Work): Work {
  return b.number < a.number ? b : a;
}
