import { inTime } from "../delays.ts";
import { TurnStopped } from "../errors.ts";
import type { CancelReason } from "./contract.ts";
import type { Engine } from "./engine.ts";
import type { Caller, Work } from "./turn/work.ts";

/** Ends a dispatch that will not be waited for. */
export function cancel(engine: Engine, caller: Caller, reason: CancelReason): void {
  engine.ledger.end(caller, { outcome: { status: "cancelled", reason } });
}

/** Follows the dispatch's own signal, if it has one, until the dispatch ends. */
export function listen(engine: Engine, caller: Caller): void {
  const { signal } = caller.dispatch;
  if (!signal || caller.stopListening) return;
  const onAbort = () => (caller.turn ? caller.turn.abort(signal.reason) : giveUp(engine, caller));
  signal.addEventListener("abort", onAbort, { once: true });
  caller.stopListening = () => signal.removeEventListener("abort", onAbort);
}

/** A caller that stops waiting takes only itself away: the work goes on for those who joined it. */
function giveUp(engine: Engine, caller: Caller): void {
  const { work } = caller;
  cancel(engine, caller, "aborted");
  work?.remove(caller);
  if (!work || work.turn) return;
  const next = work.callers[0];
  if (next?.dispatch.sessionKey === work.sessionKey) return;
  // Nobody is left, or the next to lead belongs to another session and must wait there.
  engine.sessions.withdraw(work);
  engine.flight.release(work);
  for (const other of work.callers) engine.admit(other);
}

/**
 * Aborts the turn that holds the session, and drops what waits for it.
 *
 * @returns how many turns that were
 */
export function interrupt(engine: Engine, sessionKey: string): number {
  const holder = engine.sessions.holder(sessionKey);
  holder?.abort(
    new TurnStopped("ERR_TURN_INTERRUPTED", `The turn of session "${sessionKey}" was cancelled.`),
  );
  return dropWaiting(engine, sessionKey, "interrupted") + (holder ? 1 : 0);
}

/** Stops intake and what waits; what still runs after `timeoutMs` is told to stop and no longer waited for. */
export async function close(engine: Engine, timeoutMs: number): Promise<void> {
  engine.closed = true;
  for (const { key } of [...engine.sessions]) dropWaiting(engine, key, "closed");
  if (await endsWithin(engine, timeoutMs)) return;
  for (const turn of [...engine.runner.turns]) {
    turn.abort(new TurnStopped("ERR_CLOSED", "The dispatcher was closed while the turn ran."));
    for (const caller of [turn.caller, ...turn.work.callers]) cancel(engine, caller, "closed");
  }
}

function dropWaiting(engine: Engine, sessionKey: string, reason: CancelReason): number {
  const works = engine.sessions.clear(sessionKey);
  for (const work of works) drop(engine, work, reason);
  return works.length;
}

function drop(engine: Engine, work: Work, reason: CancelReason): void {
  engine.flight.release(work);
  for (const caller of work.callers) cancel(engine, caller, reason);
}

async function endsWithin({ ledger, options: { timers } }: Engine, timeoutMs: number): Promise<boolean> {
  if (timeoutMs === 0) return ledger.isIdle;
  return inTime(
    ledger.onIdle().then(() => true),
    false,
    timeoutMs,
    timers,
  );
}
