import { GivenUp } from "./dead-letter.ts";
import { DEFAULT_RETRY } from "./rules/limits.ts";

/** How a failed turn is tried again. */
export interface RetryPolicy {
  /** Attempts in all; after the last one the row is a dead letter. @default 5 */
  readonly maxAttempts?: number;
  /** The longest wait after the first failure, in ms; it doubles with every further one. @default 2000 */
  readonly firstDelayMs?: number;
  /** No wait is longer, in ms. Its session waits as long. @default 60_000 */
  readonly maxDelayMs?: number;
  /** From 0 up to 1. @default Math.random */
  readonly random?: () => number;
}

/**
 * How long it is until a row is to be tried again, in ms. A time that is further ahead than any wait was written down by a
 * clock that was wrong.
 */
export function waitLeft(
  retryAt: number,
  now: number,
  { maxDelayMs = DEFAULT_RETRY.maxDelayMs }: RetryPolicy = {},
): number {
  return Math.max(0, Math.min(retryAt - now, maxDelayMs));
}

/**
 * Why a message is given up that keeps ending the process itself: an attempt begins when all have begun before, and none
 * has come to an end.
 */
export function tooManyAttempts(
  attempt: number,
  { maxAttempts = DEFAULT_RETRY.maxAttempts }: RetryPolicy = {},
): GivenUp | undefined {
  if (attempt <= maxAttempts) return undefined;
  return new GivenUp("ERR_TOO_MANY_ATTEMPTS", `none of ${maxAttempts} attempts came to an end`);
}

/**
 * When to try again after a failed attempt: exponential backoff, each wait between half and all of its length
 * at random, so that sessions that failed together do not come back together.
 *
 * @param attempt the attempt that failed, from 1
 * @returns what `fail()` wants to be told: a time, or nothing when that was the last attempt
 * @example
 * import { createMemoryInbox, retryAfter } from "feishu-dispatch-dedup/inbox/memory";
 *
 * const inbox = createMemoryInbox();
 * for await (const { id, attempts } of inbox.pending()) {
 *   await inbox.fail(id, { error: "the agent answered 500", ...retryAfter(attempts, Date.now()) });
 * }
 */
export function retryAfter(
  attempt: number,
  now: number,
  policy: RetryPolicy = {},
): { readonly retryAt?: number } {
  const {
    maxAttempts = DEFAULT_RETRY.maxAttempts,
    firstDelayMs = DEFAULT_RETRY.firstDelayMs,
    maxDelayMs = DEFAULT_RETRY.maxDelayMs,
    random = Math.random,
  } = policy;
  if (attempt >= maxAttempts) return {};
  const longest = Math.min(maxDelayMs, firstDelayMs * 2 ** (attempt - 1));
  return { retryAt: Math.round(now + longest * (0.5 + random() / 2)) };
}
