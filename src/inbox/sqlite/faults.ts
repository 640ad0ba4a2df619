import { InboxError, type InboxErrorCode } from "../errors.ts";

/** SQLite's primary result codes, https://www.sqlite.org/rescode.html, and what to tell the operator. */
const FAULTS: ReadonlyMap<number, readonly [InboxErrorCode, string]> = new Map([
  [3, ["ERR_INBOX_READONLY", "may not be read and written by this user. Give it the rights to do so."]],
  [5, ["ERR_INBOX_LOCKED", "is locked by another program. Find out which one has it open and end it."]],
  [6, ["ERR_INBOX_LOCKED", "is locked by another program. Find out which one has it open and end it."]],
  [7, ["ERR_INBOX_IO", "cannot be worked on: memory has run out."]],
  [
    8,
    [
      "ERR_INBOX_READONLY",
      "cannot be written to. Check its rights and whether its file system is read-only.",
    ],
  ],
  [10, ["ERR_INBOX_IO", "cannot be read or written: the disk reports an error. Check the disk."]],
  [
    11,
    ["ERR_INBOX_DAMAGED", "is damaged. Restore a copy, or move it and its -wal file away to start empty."],
  ],
  [13, ["ERR_INBOX_FULL", "cannot grow: no space is left on its disk. Free some."]],
  [14, ["ERR_INBOX_IO", "cannot be opened. Check that its folder is there and may be written to."]],
  [15, ["ERR_INBOX_LOCKED", "cannot be locked. Is it on a network file system? Put it on a local disk."]],
  [
    26,
    ["ERR_INBOX_DAMAGED", "is not an inbox, or is damaged. Restore a copy, or move it away to start empty."],
  ],
]);

/** Whether the machine is to blame; anything else that is thrown is a mistake in the program. */
export function isFault(error: unknown): error is InboxError {
  return error instanceof InboxError;
}

/**
 * An error that names the file, what is wrong and what to do, if the machine is to blame; else the same error.
 * Nothing is ever deleted or repaired without being asked.
 */
export function toInboxError(error: unknown, file: string): unknown {
  const code = resultCode(error);
  const fault = FAULTS.get(code & 0xff);
  if (fault === undefined || !(error instanceof Error)) return error;
  const [name, advice] = fault;
  return new InboxError(name, `The inbox ${file} ${advice} (SQLite ${code}: ${error.message})`, {
    cause: error,
  });
}

/** The extended result code that `node:sqlite` puts on its errors; 0 for all other errors. */
function resultCode(error: unknown): number {
  return error instanceof Error && "errcode" in error ? Number(error.errcode) : 0;
}

export function closedError(file: string, cause?: unknown): InboxError {
  return new InboxError("ERR_INBOX_CLOSED", `The inbox ${file} is closed.`, { cause });
}
