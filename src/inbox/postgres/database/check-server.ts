import type { ClientBase } from "pg";
import { InboxError } from "../../errors.ts";
import { toInboxError } from "./faults.ts";

/** The first version that ends sessions which are idle for too long: the lease. */
const OLDEST = 140_000;

/**
 * Refuses servers on which the lease would not hold.
 *
 * A pooler in transaction mode gives each statement another connection, and would give the lock of one process to two.
 * It answers the key of a connection of its own, so that the process id which the client was told is not the one that
 * answers.
 *
 * @throws InboxError `ERR_INBOX_POOLED`, `ERR_INBOX_UNSUPPORTED`
 */
export async function checkServer(client: ClientBase, where: string): Promise<void> {
  const { rows } = await client.query(
    "select pg_backend_pid() as pid, current_setting('server_version_num')::int as version, pg_is_in_recovery() as standby",
  );
  const [server] = rows;
  const told = "processID" in client ? client.processID : undefined;
  if (told !== server?.pid) throw toInboxError(Object.assign(new Error("pooled"), { code: "08P01" }), where);
  if (server.standby) throw toInboxError(Object.assign(new Error("standby"), { code: "25006" }), where);
  if (server.version >= OLDEST) return;
  const message = `The inbox at ${where} is on PostgreSQL ${Math.floor(server.version / 10_000)}. It needs 14 or newer.`;
  throw new InboxError("ERR_INBOX_UNSUPPORTED", message);
}
