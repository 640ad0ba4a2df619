import type { DeadGroup, DeadLetters } from "../../board/contract.ts";
import type { InboxAdmin, InboxRow } from "../../inbox/inbox.ts";

/** So many are looked at, the oldest first, and so many rows of a group are told of. */
const MOST = 1000;
const MOST_ROWS = 200;

/** The inbox's dead letters by what they died of; the largest group first. */
export async function deadGroups(inbox: Pick<InboxAdmin, "list">): Promise<DeadLetters> {
  const rows = await inbox.list({ status: "dead", limit: MOST });
  const groups = Map.groupBy(rows, ({ error = "" }) => error);
  const all = Array.from(groups, ([error, some]) => groupOf(error, some));
  return { hasMore: rows.length === MOST, groups: all.sort((a, b) => b.count - a.count) };
}

function groupOf(error: string, rows: readonly InboxRow[]): DeadGroup {
  const ended = rows.map(({ endedAt = 0 }) => endedAt);
  const shown = rows.slice(0, MOST_ROWS);
  return {
    error,
    count: rows.length,
    oldestAt: Math.min(...ended),
    newestAt: Math.max(...ended),
    rows: shown.map(({ id: row, sessionKey, endedAt = 0 }) => ({ row, sessionKey, endedAt })),
  };
}
