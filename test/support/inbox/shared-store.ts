import { onTestFinished } from "vitest";
import type { InboxItem } from "../../../src/inbox/inbox.ts";
import { openPostgresInbox, type PostgresInboxOptions } from "../../../src/inbox/postgres.ts";

/** Short, so that tests need not wait long; long enough for a machine that does something else meanwhile. */
export const LEASE_MS = 1500;
export const GRACE_MS = 400;

/** One of several gateways' inboxes, and what it was told. */
export async function opened(options: PostgresInboxOptions) {
  const inbox = await openPostgresInbox({ leaseMs: LEASE_MS, graceMs: GRACE_MS, pollMs: 200, ...options });
  onTestFinished(() => inbox.close());
  const arrived: InboxItem[] = [];
  const lost: string[] = [];
  inbox.watch({ arrived: (item) => void arrived.push(item), lost: (key) => void lost.push(key) });
  const names = () => arrived.map(({ ids }) => ids[0]);
  const epochOf = (key: string) => inbox.sharing?.epochOf(key);
  return { inbox, arrived, lost, names, epochOf };
}
