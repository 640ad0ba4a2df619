import type { InboxError } from "./errors.ts";
import type { InboxAdmin } from "./inbox-admin.ts";
import type { Claim, InboxEntry, InboxItem } from "./row.ts";
import type { Hold, InboxSharing } from "./sharing.ts";

export type { InboxAdmin, InboxStats, ListQuery } from "./inbox-admin.ts";
export type { Claim, InboxEntry, InboxItem, InboxRow, RowStatus, Transport } from "./row.ts";
export type { Hold, InboxSharing, SharedSession, SharingGateway, SharingOverview } from "./sharing.ts";

/**
 * The inbox is where an accepted event waits between Feishu's ack and the end of its turn.
 *
 * `claim()` first, then acknowledge, then run the turn. The life of a row:
 *
 *     claim ─▶ pending ─ start ─▶ (the turn) ─ complete ─▶ done ─ settledTtlMs ─▶ forgotten
 *                 ▲                   │
 *                 │◀── fail, retryAt ─┤
 *                 │                   └─ fail ─▶ dead ─ drop ─▶ done
 *                 └──────────── retry ───────────┘
 *
 * What has ended without an answer may be put back as well, for as long as it is remembered: see `retry()`.
 *
 * Every promise resolves when what it says is durable, never before. A fault (disk full, I/O error, …) makes
 * `claim()` reject at once with an `InboxError`: do not acknowledge, Feishu will send the event again. What
 * happens to a row that was accepted must not get lost, so `start()`, `complete()` and `fail()` wait for the
 * end of the fault instead; they reject only when the inbox is closed before it ends.
 *
 * A turn runs at least once: a crash between the end of a turn and the commit of its `complete()` runs it
 * again, as the next attempt. Replies with the same text carry the same `uuid` then: the user sees them once.
 *
 * All state is in the store, none in this object, and nothing is answered from memory: several processes may
 * share one store where the store allows it.
 */
export interface Inbox extends InboxAdmin {
  /**
   * Accepts the event unless its work is known already. Work is the same when any identity is the same;
   * identities not known yet are remembered with the row. A claim that links several rows makes them one
   * work: rows that have not been started end as `merged`, and their identities go to the row that stays.
   *
   * @throws InboxError (any `ERR_INBOX_…`) when it could not be made durable; nothing was accepted
   * @throws UsageError `ERR_INVALID_ENTRY` when the entry is not as described; nothing was accepted
   */
  claim(entry: InboxEntry): Promise<Claim>;

  /**
   * Call it when the turn gets its session, before the handler: counts the attempt.
   *
   * @returns the attempt, from 1; after a crash in mid-turn it is 2. Undefined when the row is not pending
   * any more (dropped by an operator, merged, taken by another process): do not run it
   */
  start(id: number, hold?: Hold): Promise<number | undefined>;

  /**
   * The work has ended and must not run again. Without effect when the row is not pending any more.
   *
   * @param outcome one word for the operators. Default `completed`
   */
  complete(id: number, outcome?: string, hold?: Hold): Promise<void>;

  /**
   * The attempt failed: try again at `retryAt`, or, without `retryAt`, give up: the row is a dead letter and
   * its session goes on. Without effect when the row is not pending any more.
   */
  fail(id: number, failure: Failure, hold?: Hold): Promise<void>;

  /**
   * Everything accepted that has not ended, in order of arrival; read in pages, so that rows may be started
   * and ended while iterating. Rows that wait for `retryAt` are included: they hold their session. Where processes share
   * the store, what is in sessions of others may be left out; so is, for whoever watches, what is in sessions that come
   * to this process or are lost meanwhile: it comes by `arrived`.
   */
  pending(filter?: { readonly sessionKey?: string }): AsyncIterable<InboxItem>;

  /** Tells what happens outside of the calls above. Returns a function that stops it. */
  watch(watcher: InboxWatcher): () => void;

  /** Whether the last write succeeded. While it is not ok, the inbox tries again by itself. */
  health(): InboxHealth;

  /** How processes that share the store divide its sessions; undefined where one process has the store to itself. */
  readonly sharing?: InboxSharing;
}

/** What went wrong, and when to try again. */
export interface Failure {
  /** For operators; no message text, no secrets. Cut off after 500 characters. */
  readonly error: string;
  /** Not before this time, in ms since the epoch. Left out: never again. */
  readonly retryAt?: number;
}

/** All are called from inside the inbox and must not throw. */
export interface InboxWatcher {
  /** An operator put a message back. It may have been seen in `pending()` as well: compare the id. */
  retried?(item: InboxItem): void;
  /**
   * A row of a session that this process holds has come from elsewhere: another process has accepted it, or held it
   * before. Rows of one session come in order of arrival, and before a later `claim()` of the session resolves. So a row
   * that is just being claimed here may come as well, when what is behind it comes first: compare the id.
   */
  arrived?(item: InboxItem): void;
  /**
   * This process does not hold the session any more, or cannot be sure of it: stop its turns, and forget what waits.
   * What is left of it comes by `arrived` once the session is held again.
   */
  lost?(sessionKey: string): void;
  /** The health has changed. */
  health?(health: InboxHealth): void;
}

/** Whether the store can be written to; if not, since when (in ms since the epoch) and why. */
export type InboxHealth =
  | { readonly ok: true }
  | { readonly ok: false; readonly since: number; readonly error: InboxError };

/** What every inbox can be told. */
export interface InboxOptions {
  /** How long a row that is done is remembered, in ms. @default 86_400_000, longer than Feishu redelivers */
  readonly settledTtlMs?: number;
  /** The clock, in ms since the epoch. @default Date.now */
  readonly now?: () => number;
}
