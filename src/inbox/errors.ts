import { FeishuDispatchError } from "../errors.ts";

/**
 * Why the inbox cannot work.
 *
 * - `ERR_INBOX_FULL`: no space left on the disk.
 * - `ERR_INBOX_READONLY`: the file or its file system is read-only.
 * - `ERR_INBOX_IO`: the disk reported an error.
 * - `ERR_INBOX_LOCKED`: another program holds the file locked.
 * - `ERR_INBOX_MOVED`: the file was moved or deleted while in use.
 * - `ERR_INBOX_DAMAGED`: the file is not an inbox, or is damaged.
 * - `ERR_INBOX_VERSION`: the file was written by a newer release.
 * - `ERR_INBOX_HELD`: another gateway process holds the inbox.
 * - `ERR_INBOX_UNLOCKED`: this gateway's lock was deleted or replaced while in use.
 * - `ERR_INBOX_LINKED`: the file has several names (hard links).
 * - `ERR_INBOX_CLOSED`: the inbox was closed.
 * - `ERR_INBOX_UNREACHABLE`: the database does not answer, or takes no connection.
 * - `ERR_INBOX_DENIED`: the database refuses the role, or what it wants to do.
 * - `ERR_INBOX_POOLED`: the database is behind a pooler in transaction mode.
 * - `ERR_INBOX_UNSUPPORTED`: the database is too old.
 * - `ERR_INBOX_COLLISION`: what is in an inbox stands in the way of what is to be moved into it.
 */
export type InboxErrorCode =
  | "ERR_INBOX_FULL"
  | "ERR_INBOX_READONLY"
  | "ERR_INBOX_IO"
  | "ERR_INBOX_LOCKED"
  | "ERR_INBOX_MOVED"
  | "ERR_INBOX_DAMAGED"
  | "ERR_INBOX_VERSION"
  | "ERR_INBOX_HELD"
  | "ERR_INBOX_UNLOCKED"
  | "ERR_INBOX_LINKED"
  | "ERR_INBOX_CLOSED"
  | "ERR_INBOX_UNREACHABLE"
  | "ERR_INBOX_DENIED"
  | "ERR_INBOX_POOLED"
  | "ERR_INBOX_UNSUPPORTED"
  | "ERR_INBOX_COLLISION";

/**
 * Whoever runs the machine can fix it: the disk, the file, or another process. Nothing was accepted.
 *
 * @example
 * import { InboxError, openSqliteInbox } from "feishu-dispatch-dedup/inbox/sqlite";
 *
 * try {
 *   await openSqliteInbox({ file: "inbox.db" });
 * } catch (error) {
 *   if (error instanceof InboxError && error.code === "ERR_INBOX_HELD") console.error(error.message);
 *   else throw error;
 * }
 */
export class InboxError extends FeishuDispatchError {
  declare readonly code: InboxErrorCode;

  constructor(code: InboxErrorCode, message: string, options?: ErrorOptions) {
    super(code, message, options);
  }
}
