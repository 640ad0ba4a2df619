import type { Client, ClientBase } from "pg";
import { InboxError } from "../../errors.ts";
import { toInboxError } from "./faults.ts";

/** The first version that ends sessions which are idle for too long: the lease. */
const OLDEST = 140_000;

/** How often a pooler is asked for the connection of somebody else: others use it, too, and may come in between. */
const TRIES = 3;

/**
 * Refuses servers on which the lease would not hold.
 *
 * A pooler in transaction mode gives each transaction another connection, and would give the lock of one process to two.
 *
 * @param another a second connection to the same place, not connected yet
 * @throws InboxError `ERR_INBOX_POOLED`, `ERR_INBOX_UNSUPPORTED`, `ERR_INBOX_READONLY`
 */
export async function checkServer(client: ClientBase, where: string, another: () => Client): Promise<void> {
  const { rows } = await client.query(
    "select pg_backend_pid() as pid, current_setting('server_version_num')::int as version, pg_is_in_recovery() as standby",
  );
  const [server] = rows;
  // Any pooler tells the client a number of its own in place of the process's.
  const told = "processID" in client ? client.processID : undefined;
  if (told !== server?.pid && (await isShared(client, another))) throw fault("08P01", where);
  if (server.standby) throw fault("25006", where);
  if (server.version >= OLDEST) return;
  const message = `The inbox at ${where} is on PostgreSQL ${Math.floor(server.version / 10_000)}. It needs 14 or newer.`;
  throw new InboxError("ERR_INBOX_UNSUPPORTED", message);
}

/** Whether a transaction of a second connection gets what the first one had, or drives it away from there. */
async function isShared(client: ClientBase, another: () => Client): Promise<boolean> {
  const other = another();
  other.on("error", () => {});
  try {
    await other.connect();
    for (let tries = TRIES; tries > 0; tries -= 1) {
      const before = await processOf(client);
      await other.query("begin");
      const theirs = await processOf(other);
      const after = await processOf(client);
      await other.query("rollback");
      if (theirs === before || after !== before) return true;
    }
    return false;
  } finally {
    await other.end().catch(() => {});
  }
}

async function processOf(client: ClientBase): Promise<number> {
  const { rows } = await client.query("select pg_backend_pid() as pid");
  return Number(rows[0]?.pid);
}

/** The fault that PostgreSQL itself, or PgBouncer, would report so. */
function fault(code: string, where: string): unknown {
  return toInboxError(Object.assign(new Error(code), { code }), where);
}
