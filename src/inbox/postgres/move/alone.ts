import type { ClientBase } from "pg";
import { InboxError } from "../../errors.ts";
import type { Database } from "../database/database.ts";
import { giveUp } from "../membership/statements.ts";

/** How long others may take to end what they are just writing. */
const LOCK_TIMEOUT = "2s";

/**
 * Begins a transaction in which no gateway works with the inbox, none can join, and operators' commands wait.
 *
 * @throws InboxError `ERR_INBOX_HELD` while one does, or may do so
 */
export async function beginAlone(client: ClientBase, { where, settings }: Database): Promise<void> {
  const s = settings.schema;
  const tables = ["gateway", "session", "inbox", "event", "identity"].map((table) => `${s}.${table}`);
  await client.query("begin");
  await client.query(
    `set local lock_timeout = '${LOCK_TIMEOUT}'; set local statement_timeout = 0;
     set local idle_in_transaction_session_timeout = 0; set local jit = off`,
  );
  await client.query(`lock table ${tables.join()} in share row exclusive mode`);
  const { rows } = await client.query(
    `select id, name, heartbeat_at::text as heartbeat, lease_ms,
       round(extract(epoch from clock_timestamp() - heartbeat_at)) as silent
     from ${s}.gateway where left_at is null order by id`,
  );
  for (const { id, heartbeat, ...gateway } of rows)
    if (!(await giveUp(client, s, { id, heartbeat, leftMs: 0 }))) throw held(where, gateway);
}

interface Gateway {
  readonly name: string;
  readonly lease_ms: number;
  readonly silent: string;
}

function held(where: string, { name, lease_ms, silent }: Gateway): InboxError {
  const message = `The inbox at ${where} is used by the gateway ${name}, last heard of ${silent} s ago. End it first; one that was killed counts as gone ${lease_ms / 1000} s later.`;
  return new InboxError("ERR_INBOX_HELD", message);
}
