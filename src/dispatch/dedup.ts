import { UsageError } from "../errors.ts";
import type { Dispatch, DispatchDedup, Handler, Outcome } from "./contract.ts";
import { Engine } from "./engine.ts";
import { close, interrupt } from "./leaving.ts";
import { type DispatchDedupOptions, resolveOptions } from "./options.ts";
import { sessionsOf, statsOf } from "./snapshot.ts";
import { Caller } from "./work.ts";

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
  const engine = new Engine(resolveOptions(options));

  function dispatchDedup<T>(dispatch: Dispatch, next: Handler<T>): Promise<Outcome<T>> {
    return new Promise<Outcome<unknown>>((resolve, reject) => {
      checkDispatch(dispatch, next);
      const arrival = {
        number: engine.ledger.open(),
        at: engine.options.now(),
        inside: engine.nesting.current(),
      };
      const caller = new Caller(dispatch, next, resolve, reject, arrival);
      engine.admit(caller);
      // Not before: what starts at once is in its own context, and a snapshot costs as much as the rest.
      if (!caller.ended && !caller.turn) caller.keepContext();
    }) as Promise<Outcome<T>>; // what one work's handlers return is one type; the engine only passes it on
  }

  return Object.assign(dispatchDedup, {
    stats: () => statsOf(engine),
    sessions: () => sessionsOf(engine),
    cancel: (sessionKey: string) => interrupt(engine, sessionKey),
    onIdle: () => engine.ledger.onIdle(),
    close: async ({ timeoutMs = defaultCloseTimeoutMs } = {}) => {
      if (!(timeoutMs >= 0))
        throw invalid("ERR_INVALID_OPTION", "close: timeoutMs", "0 ms or more", timeoutMs);
      await close(engine, timeoutMs);
    },
  });
}

/** Refuses what would corrupt the queues. A refused dispatch is not counted: it never entered. */
function checkDispatch({ ids, sessionKey, createdAt }: Dispatch, next: unknown): void {
  const code = "ERR_INVALID_DISPATCH";
  if (!Array.isArray(ids) || ids.length === 0)
    throw invalid(code, "dispatch.ids", "at least one identity", ids);
  for (const id of ids) if (!isText(id)) throw invalid(code, "dispatch.ids", "non-empty strings only", id);
  if (!isText(sessionKey)) throw invalid(code, "dispatch.sessionKey", "a non-empty string", sessionKey);
  if (createdAt !== undefined && !Number.isFinite(createdAt)) {
    throw invalid(code, "dispatch.createdAt", "ms since the epoch", createdAt);
  }
  if (typeof next !== "function") throw invalid(code, "next", "a function", next);
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}

function invalid(code: string, what: string, expected: string, came: unknown): UsageError {
  const got = typeof came === "number" ? came : Array.isArray(came) ? "an empty array" : typeof came;
  return new UsageError(code, `${what}: expected ${expected}, got ${got}`);
}
