import { longestDelay } from "../delays.ts";
import { UsageError } from "../errors.ts";
import { mismatch, typeOf } from "../explain.ts";
import type { Dispatch, DispatchDedup, Handler, Outcome } from "./contract.ts";
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
  const engine = new Engine(resolved);

  function dispatchDedup<T>(dispatch: Dispatch, next: Handler<T>): Promise<Outcome<T>> {
    return new Promise<Outcome<unknown>>((resolve, reject) => {
      checkDispatch(dispatch, next);
      const arrival = { number: engine.ledger.open(), at: resolved.now(), inside: engine.nesting.current() };
      const caller = new Caller(dispatch, next, { resolve, reject }, arrival);
      engine.admit(caller);
      // Not before: what starts at once is in its own context, and a snapshot costs as much as the rest.
      if (!caller.ended && !caller.turn) caller.context = keptContext();
    }) as Promise<Outcome<T>>; // what one work's handlers return is one type; the engine only passes it on
  }

  return Object.assign(dispatchDedup, {
    stats: () => statsOf(engine),
    sessions: () => sessionsOf(engine),
    cancel: (sessionKey: string) => engine.scheduler.interrupt(sessionKey),
    onIdle: () => engine.ledger.onIdle(),
    close: async ({ timeoutMs = defaultCloseTimeoutMs } = {}) => {
      if (!isDelay(timeoutMs))
        throw invalid("ERR_INVALID_OPTION", "close: timeoutMs", `0 to ${longestDelay} ms`, timeoutMs);
      await engine.close(timeoutMs);
    },
  });
}

/** Refuses what would corrupt the queues. A refused dispatch is not counted: it never entered. */
function checkDispatch(dispatch: Dispatch, next: unknown): void {
  const need = (fits: boolean, what: string, expected: string, came: unknown) => {
    if (!fits) throw invalid("ERR_INVALID_DISPATCH", what, expected, came);
  };
  need(typeof dispatch === "object" && dispatch !== null, "dispatch", "an object", dispatch);
  const { ids, sessionKey, text = "", createdAt = 0, signal } = dispatch;
  need(Array.isArray(ids) && ids.length > 0, "dispatch.ids", "at least one identity", ids);
  for (const id of ids) need(isName(id), "dispatch.ids", "non-empty strings only", id);
  need(isName(sessionKey), "dispatch.sessionKey", "a non-empty string", sessionKey);
  need(typeof text === "string", "dispatch.text", "a string", text);
  need(Number.isFinite(createdAt), "dispatch.createdAt", "ms since the epoch", createdAt);
  need(signal === undefined || isSignal(signal), "dispatch.signal", "an AbortSignal", signal);
  need(typeof next === "function", "next", "a function", next);
}

function isName(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}

function isDelay(value: unknown): boolean {
  return typeof value === "number" && value >= 0 && value <= longestDelay;
}

/** Not by its class: a signal may come from another realm or a polyfill. */
function isSignal(value: unknown): boolean {
  return typeof value === "object" && value !== null && "aborted" in value && "addEventListener" in value;
}

function invalid(code: string, what: string, expected: string, came: unknown): UsageError {
  return new UsageError(code, mismatch(what, expected, shown(came)));
}

/** What came, without a word of it: it may be a message. */
function shown(came: unknown): string {
  if (typeof came === "number") return String(came);
  if (came === "") return "an empty string";
  if (Array.isArray(came)) return `an array of ${came.length}`;
  return came === undefined || came === null ? typeOf(came) : `a value of type ${typeof came}`;
}
