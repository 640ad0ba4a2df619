import type { InboxItem, InboxRow, RowStatus } from "./row.ts";

/** The operators' side: safe to use from another process while a gateway works on the same store. */
export interface InboxAdmin {
  /** One row with its event, or undefined. */
  get(id: number): Promise<InboxItem | undefined>;
  /** Rows without events, in order of arrival unless `order` says otherwise. */
  list(query?: ListQuery): Promise<InboxRow[]>;
  /** How many rows fit a query, whatever its `limit`. */
  count(query?: ListQuery): Promise<number>;
  /**
   * Puts a message back that was not answered, at the end of the line of its session and with a new id, as if it had just
   * arrived; its identities stay and its attempts count from 0. A running gateway notices by itself. That goes for dead
   * letters, and for what has ended as `expired`, `cancelled`, `interrupted`, `aborted`, `stopped` or, by a middleware,
   * `dropped`, for as long as that is remembered.
   *
   * @returns the new id; undefined when `id` is nothing of that kind
   */
  retry(id: number): Promise<number | undefined>;
  /**
   * Ends a dead or pending row as `dropped`; a turn that runs already is not aborted. Of a row that has ended without an
   * answer it forgets the event, so that it cannot be put back.
   *
   * @returns false when there is no such row, or nothing of it is left to drop
   */
  drop(id: number): Promise<boolean>;
  /** What is in the store, counted now. */
  stats(): Promise<InboxStats>;
  /**
   * Makes everything durable that waits for it, then lets go of the store. Calls after it reject.
   *
   * @throws InboxError (any `ERR_INBOX_…`) when a fault kept something from being written; the store is released all the same
   */
  close(): Promise<void>;
}

/** Which rows are listed: those that fit everything that is given. */
export interface ListQuery {
  /** Only rows that stand so. @default all rows */
  readonly status?: RowStatus;
  /** Only rows of this session. @default all rows */
  readonly sessionKey?: string;
  /** The row that is known by this identity, even once it is done. @default all rows */
  readonly identity?: string;
  /** Only rows whose message was not answered: dead letters, and what ended without an answer. @default all rows */
  readonly unanswered?: boolean;
  /** Only rows with a greater id: the next page. @default 0 */
  readonly after?: number;
  /** Only rows with a smaller id: the next page of `newest`. @default all rows */
  readonly before?: number;
  /** Which rows come first. @default "oldest" */
  readonly order?: "oldest" | "newest";
  /** How many rows at most. @default 100 */
  readonly limit?: number;
}

/** What is in an inbox. */
export interface InboxStats {
  /** Rows that wait, run, or wait for their next attempt. */
  readonly pending: number;
  /** Rows that have ended and are still remembered. */
  readonly done: number;
  /** Dead letters. */
  readonly dead: number;
  /** When the oldest pending row arrived, in ms since the epoch. */
  readonly oldestPendingAt?: number;
  /** What the store takes on disk, in bytes, where that is known. */
  readonly bytes?: number;
}
