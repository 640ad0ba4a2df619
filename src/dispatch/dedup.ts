import { longestDelay } from "../delays.ts";
import type { DispatchDedup, RecallOptions } from "./api.ts";
import type { Dispatch, Handler, Outcome } from "./contract.ts";
import { invalid, lastingClock, readClock, takeDispatch, takeId } from "./door.ts";
import { Engine } from "./engine.ts";
import { type DispatchDedupOptions, resolveOptions } from "./options.ts";
import { sessionsOf, statsOf } from "./snapshot.ts";
import { Caller } from "./turn/caller.ts";
import { keptContext } from "./turn/nesting.ts";

const defaultCloseTimeoutMs = 30_000;

/**
 * Makes a middleware that runs every piece of work once and every session one turn at a time.
 *
 * @throws {UsageError} `ERR_INVALID_OPTION` when an option is not what it should be
 *
 * @example
 * import { createDispatchDedup } from "feishu-dispatch-dedup";
 *
 * const dedup = createDispatchDedup({ maxQueued: 16 });
 * const outcome = await dedup(
 *   { ids: ["event:5e3702a8", "message:om_7f1c"], sessionKey: "agent:main:feishu:direct:ou_a1", text: "hi" },
 *   async ({ signal }) => (await fetch("http://127.0.0.1:8080/turn", { method: "POST", signal })).text(),
 * );
 * if (outcome.status === "completed") console.log(outcome.value);
 */
export function createDispatchDedup(options?: DispatchDedupOptions): DispatchDedup {
  const resolved = resolveOptions(options);
  const engine = new Engine({ ...resolved, now: lastingClock(resolved.now) });

  function dispatchDedup<T>(dispatch: Dispatch, next: Handler<T>): Promise<Outcome<T>> {
    return new Promise<Outcome<unknown>>((resolve, reject) => {
      const taken = takeDispatch(dispatch, next);
      const at = readClock(resolved.now);
      const caller = new Caller(taken, next, { resolve, reject }, { at, inside: engine.nesting.current() });
      engine.enter(caller);
      // Not before: what starts at once is in its own context, and a snapshot costs as much as the rest.
      if (!caller.ended && !caller.turn) caller.context = keptContext();
    }) as Promise<Outcome<T>>; // what one work's handlers return is one type; the engine only passes it on
  }

  return Object.assign(dispatchDedup, {
    stats: () => statsOf(engine),
    sessions: () => sessionsOf(engine),
    cancel: (sessionKey: string) => engine.scheduler.interrupt(sessionKey),
    recall: (id: string, options?: RecallOptions) => engine.withdrawals.recall(takeId(id), options),
    settle: (id: string) => engine.withdrawals.settle(takeId(id)),
    onIdle: () => engine.ledger.onIdle(),
    close: async ({ timeoutMs = defaultCloseTimeoutMs } = {}) => {
      if (!isDelay(timeoutMs))
        throw invalid("ERR_INVALID_OPTION", "close: timeoutMs", `0 to ${longestDelay} ms`, timeoutMs);
      await engine.close(timeoutMs);
    },
  });
}

function isDelay(value: unknown): boolean {
  return typeof value === "number" && value >= 0 && value <= longestDelay;
}
