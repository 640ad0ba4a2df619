import Table from "cli-table3";
import type { InboxItem, InboxRow, InboxStats } from "../../inbox/inbox.ts";
import { visible, visibleLines } from "../../visible.ts";

const STYLE = { style: { head: [], border: [], compact: true } };
const HEADINGS = ["id", "status", "attempts", "received", "session", "identity", "outcome or error"];

export function rowsTable(rows: readonly InboxRow[]): string {
  const table = new Table({ head: HEADINGS, ...STYLE });
  for (const row of rows) {
    const last = row.outcome ?? row.error ?? "";
    const cells = [row.id, row.status, row.attempts, time(row.receivedAt), row.sessionKey, row.ids[0], last];
    table.push(cells.map(clean));
  }
  return `${table.toString()}\n`;
}

/** @param item with its event only if it is to be printed */
export function itemTable({ event, ...row }: InboxRow & Partial<InboxItem>): string {
  const table = new Table(STYLE);
  table.push({ id: clean(row.id) }, { status: clean(row.status) }, { attempts: clean(row.attempts) });
  table.push({ identities: row.ids.map(clean).join("\n") }, { session: clean(row.sessionKey) });
  table.push({ account: clean(row.account) }, { transport: clean(row.transport) });
  table.push({ received: time(row.receivedAt) });
  if (row.retryAt !== undefined) table.push({ "retried at": time(row.retryAt) });
  if (row.endedAt !== undefined) table.push({ ended: time(row.endedAt) });
  if (row.outcome !== undefined) table.push({ outcome: clean(row.outcome) });
  if (row.error !== undefined) table.push({ error: clean(row.error) });
  const payload = event === undefined ? "" : `${visibleLines(JSON.stringify(event, null, 2))}\n`;
  return `${table.toString()}\n${payload}`;
}

export function statsTable({ pending, done, dead, oldestPendingAt, bytes }: InboxStats): string {
  const table = new Table(STYLE);
  table.push({ pending: String(pending) }, { dead: String(dead) }, { done: String(done) });
  if (oldestPendingAt !== undefined) table.push({ "oldest pending": time(oldestPendingAt) });
  if (bytes !== undefined) table.push({ size: `${(bytes / 2 ** 20).toFixed(1)} MiB` });
  return `${table.toString()}\n`;
}

function time(ms: number): string {
  return new Date(ms).toISOString();
}

/** What others wrote must not steer the operator's terminal. */
function clean(value: string | number | undefined): string {
  return visible(String(value ?? ""));
}
