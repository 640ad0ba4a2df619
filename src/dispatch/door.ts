import { UsageError } from "../errors.ts";
import { mismatch, typeOf } from "../explain.ts";
import type { Dispatch, NextMessageOptions } from "./contract.ts";

/** A dispatch as the engine keeps it: a copy, so that the caller may do what it likes with its own. */
type Taken = { [Key in keyof Dispatch]: Dispatch[Key] | undefined } & Dispatch;

/**
 * Takes what the engine needs of a dispatch, and refuses what would corrupt the queues. Each field is read once, so
 * that what was checked is what is kept. A refused dispatch is not counted: it never entered.
 *
 * @throws UsageError `ERR_INVALID_DISPATCH`, or whatever a getter of the caller's throws
 */
export function takeDispatch(dispatch: Dispatch, next: unknown): Dispatch {
  need(typeof dispatch === "object" && dispatch !== null, "dispatch", "an object", dispatch);
  const { ids, sessionKey, lane, text, createdAt, acceptedAt, sender, signal } = dispatch;
  need(Array.isArray(ids) && ids.length > 0, "dispatch.ids", "at least one identity", ids);
  const taken = { ids: [...ids], sessionKey, lane, text, createdAt, acceptedAt, sender, signal } as Taken;
  for (const id of taken.ids) need(isName(id), "dispatch.ids", "non-empty strings only", id);
  need(isName(sessionKey), "dispatch.sessionKey", "a non-empty string", sessionKey);
  need(text === undefined || typeof text === "string", "dispatch.text", "a string", text);
  need(isTime(createdAt), "dispatch.createdAt", "ms since the epoch", createdAt);
  need(isTime(acceptedAt), "dispatch.acceptedAt", "ms since the epoch", acceptedAt);
  need(sender === undefined || isName(sender), "dispatch.sender", "a non-empty string", sender);
  need(signal === undefined || isSignal(signal), "dispatch.signal", "an AbortSignal", signal);
  need(typeof next === "function", "next", "a function", next);
  return taken;
}

/**
 * An identity by itself.
 *
 * @throws UsageError `ERR_INVALID_DISPATCH`
 */
export function takeId(id: unknown): string {
  if (typeof id === "string" && id !== "") return id;
  throw invalid("ERR_INVALID_DISPATCH", "id", "a non-empty string", id);
}

/**
 * What a turn says of its question.
 *
 * @throws UsageError `ERR_INVALID_OPTION`
 */
export function takeQuestion(options: NextMessageOptions = {}): NextMessageOptions {
  const { sender, signal } = options;
  const need = (fits: boolean, what: string, expected: string, came: unknown) => {
    if (!fits) throw invalid("ERR_INVALID_OPTION", `nextMessage: ${what}`, expected, came);
  };
  need(sender === undefined || isName(sender), "sender", "a non-empty string", sender);
  need(signal === undefined || isSignal(signal), "signal", "an AbortSignal", signal);
  return { ...(sender === undefined ? {} : { sender }), ...(signal === undefined ? {} : { signal }) };
}

/**
 * What the caller's clock says.
 *
 * @throws UsageError `ERR_INVALID_OPTION` when that is no time, or whatever the clock throws
 */
export function readClock(now: () => number): number {
  const time = now();
  if (Number.isFinite(time)) return time;
  throw invalid("ERR_INVALID_OPTION", "createDispatchDedup: option now", "a clock that gives ms", time);
}

/**
 * The clock for the inside of the engine, where a turn that ends must end: when the caller's fails, the time is the
 * last one that it gave.
 */
export function lastingClock(now: () => number): () => number {
  if (now === Date.now) return now;
  let last = 0;
  return () => {
    try {
      last = readClock(now);
    } catch {
      // The next dispatch is refused with the error.
    }
    return last;
  };
}

/** An error that says what was expected of which argument, and the type of what came. */
export function invalid(code: string, what: string, expected: string, came: unknown): UsageError {
  return new UsageError(code, mismatch(what, expected, shown(came)));
}

function need(fits: boolean, what: string, expected: string, came: unknown): void {
  if (!fits) throw invalid("ERR_INVALID_DISPATCH", what, expected, came);
}

function isName(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}

function isTime(value: unknown): boolean {
  return value === undefined || Number.isFinite(value);
}

/** Not by its class: a signal may come from another realm or a polyfill. */
function isSignal(value: unknown): boolean {
  if (typeof value !== "object" || value === null || !("aborted" in value)) return false;
  return isMethod(value, "addEventListener") && isMethod(value, "removeEventListener");
}

function isMethod(value: object, name: string): boolean {
  return typeof Reflect.get(value, name) === "function";
}

/** What came, without a word of it: it may be a message. */
function shown(came: unknown): string {
  if (typeof came === "number") return String(came);
  if (came === "") return "an empty string";
  if (Array.isArray(came)) return `an array of ${came.length}`;
  return came === undefined || came === null ? typeOf(came) : `a value of type ${typeof came}`;
}
