import type { Inbox, InboxAdmin } from "./inbox.ts";
import { SqliteAdmin } from "./sqlite/admin.ts";
import { SqliteInbox } from "./sqlite/inbox.ts";
import { openAsGuest, openAsOwner } from "./sqlite/open.ts";
import type { SqliteInboxOptions } from "./sqlite/options.ts";

export * from "./public.ts";
export type { SqliteInboxOptions, Timers } from "./sqlite/options.ts";

/**
 * Opens the embedded inbox of one gateway, an SQLite file, and creates it when it is not there.
 *
 * A claim is on the disk when its promise resolves: it survives the end of the process and, as far as the
 * disk keeps what it says it has flushed, a power cut. All claims of one tick of the event loop share one
 * flush, and the event loop waits for it: 0.2 ms on an SSD, 10 to 30 ms on a hard disk.
 *
 * One gateway holds the file, as its `.lock` and SQLite's own lock on the file say; operators work beside it. When
 * the `.lock` is deleted while it runs, it takes nothing until it has the lock again, and says so by its health.
 *
 * The file is private to its user (0600), and so are the `-wal`, `-shm` and `.lock` files beside it.
 *
 * @throws InboxError when the file cannot be used; `ERR_INBOX_HELD` names the process that holds it
 * @throws UsageError `ERR_INVALID_OPTION` for a bad option
 * @example
 * import { openSqliteInbox } from "feishu-dispatch-dedup/inbox/sqlite";
 *
 * const inbox = await openSqliteInbox({ file: "inbox.db" });
 * for await (const item of inbox.pending()) console.log(item.id, item.sessionKey, item.attempts);
 * await inbox.close();
 */
export async function openSqliteInbox(options: SqliteInboxOptions): Promise<Inbox> {
  return openAsOwner(options, (connection) => new SqliteInbox(connection));
}

/**
 * Opens an inbox for an operator, even while a gateway works with it.
 *
 * @throws InboxError when the file cannot be used; `ERR_INBOX_VERSION` when a gateway has to update it first
 * @throws UsageError `ERR_INVALID_OPTION` when there is no such file
 * @example
 * import { openSqliteInboxAdmin } from "feishu-dispatch-dedup/inbox/sqlite";
 *
 * const admin = await openSqliteInboxAdmin({ file: "inbox.db" });
 * for (const row of await admin.list({ status: "dead" })) console.log(row.id, row.error);
 * await admin.close();
 */
export async function openSqliteInboxAdmin(options: Pick<SqliteInboxOptions, "file">): Promise<InboxAdmin> {
  return openAsGuest(options, (connection) => new SqliteAdmin(connection));
}
