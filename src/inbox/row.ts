import type { Transport } from "../transport.ts";

export type { Transport };

/** One event to be accepted, with everything needed to run its turn after a restart. */
export interface InboxEntry {
  /**
   * The event as it was pushed: any JSON value. Kept until the work has ended; of what has ended without an answer as long
   * as that is remembered, for operators who put it back.
   */
  readonly event: unknown;
  /** Every identity of the work, at least one. The first one is the row's name for good. */
  readonly ids: readonly string[];
  /** What the turn reads and writes; rows of one session are handed out in order. */
  readonly sessionKey: string;
  /** The bot account that received the event. */
  readonly account: string;
  readonly transport: Transport;
}

/**
 * What became of a claim. Each of the three may be acknowledged: what they say is on disk.
 *
 * - `accepted`: new work, now row `id`.
 * - `in-progress`: the same work is row `id`, which has not ended.
 * - `duplicate`: the same work was row `id`, which has ended.
 */
export interface Claim {
  readonly status: "accepted" | "in-progress" | "duplicate";
  /** The row that stands for the work. */
  readonly id: number;
  /**
   * By what work was recognised that is known: the first of the claim's own identities that some row had already.
   * Undefined when it was accepted.
   */
  readonly by?: string;
}

/**
 * Where a row stands.
 *
 * - `pending`: accepted; waits, runs, or waits for its next attempt.
 * - `done`: ended; `outcome` says how. Remembered until `settledTtlMs` has passed.
 * - `dead`: given up after its last attempt. Kept until an operator retries or drops it.
 */
export type RowStatus = "pending" | "done" | "dead";

/** One row as an operator sees it. Carries no event and no message text. */
export interface InboxRow {
  /** Grows in order of arrival. Never used again for other work; what is put back gets a new one. */
  readonly id: number;
  readonly status: RowStatus;
  /**
   * In the order they became known; the first never changes, so replies derive their `uuid` from it. Empty
   * once the row is `done`: it is still recognised by all of them, but they need not be readable any more.
   */
  readonly ids: readonly string[];
  readonly sessionKey: string;
  readonly account: string;
  readonly transport: Transport;
  /** When it was claimed, in ms since the epoch, by the inbox's clock. */
  readonly receivedAt: number;
  /** How often its turn was started, also when a crash cut it off. */
  readonly attempts: number;
  /** `pending` after a failure: not to be started before this time. */
  readonly retryAt?: number;
  /** `done` and `dead`: since when. */
  readonly endedAt?: number;
  /** `done`: the word given to `complete()`, or `dropped` (by an operator), or `merged` (see `claim()`). */
  readonly outcome?: string;
  /** The last failure, as given to `fail()`; of what was put back also the `outcome` that it had. */
  readonly error?: string;
}

/**
 * A row with its event; `event` is undefined once the row is `done`, and when the store is damaged and holds no JSON
 * there any more. `ids` are empty when it is them.
 */
export interface InboxItem extends InboxRow {
  readonly event: unknown;
}
