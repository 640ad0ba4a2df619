import type { InboxItem, InboxRow, InboxStats } from "../../inbox/inbox.ts";
import { localTime } from "../../text/local-time.ts";
import { LEAST_KEY, type TableColumn, tableText } from "../../text/table.ts";
import { visible, visibleLines } from "../../text/visible.ts";

const COLUMNS: readonly TableColumn[] = [
  { heading: "id", align: "right" },
  { heading: "status" },
  { heading: "attempts", align: "right" },
  { heading: "received" },
  { heading: "session", least: LEAST_KEY },
  { heading: "identity", least: LEAST_KEY },
  { heading: "outcome or error", least: 16 },
];
/** Names, and what they stand for. */
const PAIRS: readonly TableColumn[] = [{}, { least: LEAST_KEY }];

export function rowsTable(rows: readonly InboxRow[], stream: NodeJS.WritableStream): string {
  const cells = rows.map((row) => {
    const last = row.outcome ?? row.error ?? "";
    const [id, attempts, received] = [row.id, row.attempts, localTime(row.receivedAt)];
    return [id, row.status, attempts, received, row.sessionKey, row.ids[0], last].map(clean);
  });
  return `${tableText(COLUMNS, cells, stream)}\n`;
}

/** @param item with its event only if it is to be printed */
export function itemTable(
  { event, ...row }: InboxRow & Partial<InboxItem>,
  stream: NodeJS.WritableStream,
): string {
  const payload = event === undefined ? "" : `${visibleLines(JSON.stringify(event, null, 2))}\n`;
  const pairs = {
    id: row.id,
    status: row.status,
    attempts: row.attempts,
    identities: row.ids,
    session: row.sessionKey,
    account: row.account,
    transport: row.transport,
    received: localTime(row.receivedAt),
    "retried at": row.retryAt === undefined ? undefined : localTime(row.retryAt),
    ended: row.endedAt === undefined ? undefined : localTime(row.endedAt),
    outcome: row.outcome,
    error: row.error,
  };
  return pairsTable(pairs, stream) + payload;
}

export function statsTable(
  { pending, done, dead, oldestPendingAt, bytes }: InboxStats,
  stream: NodeJS.WritableStream,
): string {
  const oldest = oldestPendingAt === undefined ? undefined : localTime(oldestPendingAt);
  const size = bytes === undefined ? undefined : `${(bytes / 2 ** 20).toFixed(1)} MiB`;
  return pairsTable({ pending, dead, done, "oldest pending": oldest, size }, stream);
}

type Value = string | number | readonly string[] | undefined;

/** What is not known has no line. */
function pairsTable(values: Readonly<Record<string, Value>>, stream: NodeJS.WritableStream): string {
  const known = Object.entries(values).filter(([, value]) => value !== undefined);
  const rows = known.map(([name, value]) => [name, [value].flat().map(clean).join("\n")]);
  return `${tableText(PAIRS, rows, stream)}\n`;
}

/** What others wrote must not steer the operator's terminal. */
function clean(value: string | number | undefined): string {
  return visible(String(value ?? ""));
}
