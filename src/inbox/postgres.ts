import type { Inbox, InboxAdmin } from "./inbox.ts";
import { PostgresAdmin } from "./postgres/admin.ts";
import { checkVersion, migrate } from "./postgres/database/migrate.ts";
import { opened } from "./postgres/database/open.ts";
import { PostgresInbox } from "./postgres/inbox.ts";
import type { PostgresInboxOptions } from "./postgres/options.ts";

export type { PostgresInboxOptions } from "./postgres/options.ts";
export * from "./public.ts";

/**
 * Opens an inbox that many gateways share, in a PostgreSQL database, and creates its tables when they are not there. It
 * needs the package `pg`.
 *
 * Each event is accepted once, whichever gateway it is pushed to, and each session is held by one gateway at a time: see
 * {@link Inbox.sharing}. A gateway that ends hands its sessions over at once; those of one that was killed, or is cut
 * off, go on after its lease at the latest.
 *
 * @throws InboxError (any `ERR_INBOX_…`) when the database cannot be used
 * @throws UsageError `ERR_INVALID_OPTION` for a bad option, `ERR_DRIVER_MISSING` without `pg`
 * @example
 * import { openPostgresInbox } from "feishu-dispatch-dedup/inbox/postgres";
 *
 * const inbox = await openPostgresInbox({ url: process.env.DATABASE_URL ?? "postgres://localhost/bots" });
 * for await (const item of inbox.pending()) console.log(item.id, item.sessionKey, item.attempts);
 * await inbox.close();
 */
export async function openPostgresInbox(options: PostgresInboxOptions): Promise<Inbox> {
  return opened(options, async (database) => {
    await migrate(database);
    return PostgresInbox.join(database);
  });
}

/**
 * Opens an inbox for an operator, while gateways work with it.
 *
 * @throws InboxError when the database cannot be used; `ERR_INBOX_VERSION` when a gateway has to update it first
 * @throws UsageError `ERR_INVALID_OPTION` for a bad option, `ERR_DRIVER_MISSING` without `pg`
 * @example
 * import { openPostgresInboxAdmin } from "feishu-dispatch-dedup/inbox/postgres";
 *
 * const admin = await openPostgresInboxAdmin({ url: "postgres://localhost/bots" });
 * for (const row of await admin.list({ status: "dead" })) console.log(row.id, row.error);
 * await admin.close();
 */
export async function openPostgresInboxAdmin(
  options: Pick<PostgresInboxOptions, "url" | "schema">,
): Promise<InboxAdmin> {
  return opened(options, async (database) => {
    await checkVersion(database);
    return new PostgresAdmin(database);
  });
}
