import type { SQLOutputValue } from "node:sqlite";
import type { InboxItem, InboxRow, RowStatus, Transport } from "../row.ts";
import { toIds, toJson } from "../rules/json.ts";
import type { Linked } from "../rules/link.ts";

/** A result row as `node:sqlite` gives it. */
export type Columns = Record<string, SQLOutputValue>;

export function toLinked(columns: Columns): Linked {
  return { id: Number(columns.id), status: toStatus(columns.status), attempts: Number(columns.attempts) };
}

export function toRow(columns: Columns): InboxRow {
  const status = toStatus(columns.status);
  return {
    id: Number(columns.id),
    status,
    ids: status === "done" ? [] : toIds(columns.ids),
    sessionKey: String(columns.session_key),
    account: String(columns.account),
    transport: toTransport(columns.transport),
    receivedAt: Number(columns.received_at),
    attempts: Number(columns.attempts),
    ...(columns.retry_at === null ? {} : { retryAt: Number(columns.retry_at) }),
    ...(columns.ended_at === null ? {} : { endedAt: Number(columns.ended_at) }),
    ...(columns.outcome === null ? {} : { outcome: String(columns.outcome) }),
    ...(columns.error === null ? {} : { error: String(columns.error) }),
  };
}

export function toItem(columns: Columns): InboxItem {
  const row = toRow(columns);
  return { ...row, event: row.status === "done" ? undefined : toJson(columns.event) };
}

/** The file's own checks allow nothing else. */
function toStatus(value: SQLOutputValue | undefined): RowStatus {
  return value === "done" || value === "dead" ? value : "pending";
}

function toTransport(value: SQLOutputValue | undefined): Transport {
  return value === "webhook" ? value : "websocket";
}
