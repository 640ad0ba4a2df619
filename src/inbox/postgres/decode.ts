import type { InboxItem, InboxRow, RowStatus } from "../row.ts";
import { toIds, toJson } from "../rules/json.ts";
import type { Linked } from "../rules/link.ts";

/** A row of the tables `inbox` and `event` as `pg` gives it: numbers of 64 bits are text. */
export interface Columns {
  readonly id: string;
  readonly session_key: string;
  readonly account: string;
  readonly transport: string;
  readonly received_at: string;
  readonly attempts: number;
  readonly retry_at: string | null;
  readonly ended_at: string | null;
  readonly outcome: string | null;
  readonly error: string | null;
  /** A JSON array; null once the row is done. */
  readonly ids: string | null;
  readonly event?: string | null;
}

export function toRow(columns: Columns): InboxRow {
  const status = statusOf(columns);
  return {
    id: Number(columns.id),
    status,
    ids: status === "done" ? [] : toIds(columns.ids),
    sessionKey: columns.session_key,
    account: columns.account,
    transport: columns.transport === "webhook" ? "webhook" : "websocket",
    receivedAt: Number(columns.received_at),
    attempts: columns.attempts,
    ...(columns.retry_at === null ? {} : { retryAt: Number(columns.retry_at) }),
    ...(columns.ended_at === null ? {} : { endedAt: Number(columns.ended_at) }),
    ...(columns.outcome === null ? {} : { outcome: columns.outcome }),
    ...(columns.error === null ? {} : { error: columns.error }),
  };
}

export function toItem(columns: Columns): InboxItem {
  const row = toRow(columns);
  return { ...row, event: row.status === "done" ? undefined : toJson(columns.event) };
}

/** A row that shares an identity with a claim. */
export interface LinkedColumns extends Pick<Columns, "id" | "attempts" | "ended_at" | "outcome"> {
  /** Whether it need not be remembered any more. */
  readonly is_old: boolean;
}

export function toLinked(columns: LinkedColumns): Linked {
  return { id: Number(columns.id), status: statusOf(columns), attempts: columns.attempts };
}

export function statusOf({ ended_at, outcome }: Pick<Columns, "ended_at" | "outcome">): RowStatus {
  if (ended_at === null) return "pending";
  return outcome === null ? "dead" : "done";
}
