import { AsyncLocalStorage, AsyncResource } from "node:async_hooks";
import { DeadlockError } from "../../errors.ts";
import type { Caller } from "./caller.ts";
import type { RunningTurn } from "./turn.ts";
import type { Work } from "./work.ts";

/**
 * Which running turn is the code that dispatches part of?
 *
 * A gateway may dispatch a message on its session lane and, from inside that turn, again on its global lane.
 * The inner dispatch must run, not wait for the outer one that is waiting for it. Async context tells them
 * apart from a second delivery, which comes from outside.
 */
export class Nesting {
  readonly #storage = new AsyncLocalStorage<RunningTurn>();
  readonly #enter = <T>(turn: RunningTurn, callback: (turn: RunningTurn) => T): T => {
    this.#storage.enterWith(turn);
    return callback(turn);
  };

  /**
   * Runs `callback` as part of `turn`, in an async context that was kept for it or else in the present one.
   *
   * Not by `storage.run`: on Node.js 24 that copies the context twice, and leaves an entry for each storage ever used
   * in the context that it comes back to. The scope of a resource gives back the context as it was.
   */
  run<T>(turn: RunningTurn, callback: (turn: RunningTurn) => T, context = keptContext()): T {
    return context.runInAsyncScope(this.#enter<T>, undefined, turn, callback);
  }

  /**
   * The innermost turn around the caller that is still running. Turns that have ended are cut out of the chain on the
   * way: sessions that hand over to each other for ever would keep them all.
   */
  current(): RunningTurn | undefined {
    const innermost = nearestLive(this.#storage.getStore());
    for (let turn = innermost; turn; turn = turn.parent) turn.parent = nearestLive(turn.parent);
    return innermost;
  }
}

/** The async context of the code that runs now, for what is to run later. */
export const keptContext = (): AsyncResource => new AsyncResource("feishu-dispatch-dedup");

/** The turn itself or the nearest one around it that is still running. */
function nearestLive(turn: RunningTurn | undefined): RunningTurn | undefined {
  return enclosing(turn, () => true);
}

/** The nearest turn that still runs, from `turn` outwards, and fits. */
export function enclosing(
  turn: RunningTurn | undefined,
  fits: (turn: RunningTurn) => boolean,
): RunningTurn | undefined {
  let at = turn;
  while (at && !(at.live && fits(at))) at = at.parent;
  return at;
}

/** Tells which turn holds a session. */
export type HolderOf = (sessionKey: string) => RunningTurn | undefined;

/** The error of a caller that, by joining the work or else by queueing, would wait for itself. */
export function deadlock(caller: Caller, holderOf: HolderOf, work?: Work): DeadlockError | undefined {
  const { inside, dispatch } = caller;
  if (!inside) return undefined;
  const ahead = work?.turn ?? holderOf((work ?? dispatch).sessionKey);
  if (!closesCircle(inside, ahead, holderOf)) return undefined;
  const message =
    `A turn of session "${inside.work.sessionKey}" dispatched to session "${dispatch.sessionKey}", ` +
    "which waits for that turn. Await such a dispatch after the turn, not in it.";
  return new DeadlockError("ERR_DISPATCH_DEADLOCK", message);
}

/**
 * Would `waiter` wait for itself if it waited for the turn `ahead`?
 *
 * A turn waits for the dispatches made in it until its handler has ended, and after that for the turns inside it
 * only; a dispatch waits for the turn of its work or, while that is queued, for the turn that holds its session.
 * A turn that has not started has made no dispatches, so no circle can close without a new dispatch, and it is
 * enough to look then. Whether a handler really awaits a dispatch it made cannot be seen; it is taken to.
 */
export function closesCircle(
  waiter: RunningTurn,
  ahead: RunningTurn | undefined,
  holderOf: HolderOf,
): boolean {
  const seen = new Set<RunningTurn>();
  const reaches = (turn: RunningTurn | undefined): boolean => {
    if (turn === waiter) return true;
    if (!turn || seen.has(turn)) return false;
    seen.add(turn);
    for (const child of turn.children ?? []) if (reaches(child)) return true;
    for (const { work } of (turn.live && turn.waits) || []) {
      if (work && reaches(work.turn ?? holderOf(work.sessionKey))) return true;
    }
    return false;
  };
  return waiter.live && reaches(ahead);
}
