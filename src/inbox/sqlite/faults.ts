import { InboxError, type InboxErrorCode } from "../errors.ts";

type Fault = readonly [code: InboxErrorCode, advice: string];

const LOCKED: Fault = ["ERR_INBOX_LOCKED", "is locked by another program. Find out which one, and end it."];
const DAMAGED: Fault = [
  "ERR_INBOX_DAMAGED",
  "is damaged. Restore a copy, or move it and its -wal away to start empty.",
];
const READONLY: Fault = ["ERR_INBOX_READONLY", "cannot be written to. Check its rights and its file system."];
const UNREACHABLE: Fault = ["ERR_INBOX_IO", "cannot be opened. Check its folder's rights."];
const BROKEN: Fault = ["ERR_INBOX_IO", "cannot be read or written. Check the disk."];
const FULL: Fault = ["ERR_INBOX_FULL", "cannot grow: no space is left on its disk. Free some."];

/** By SQLite's primary result code, https://www.sqlite.org/rescode.html. */
const FAULTS: ReadonlyMap<number, Fault> = new Map([
  [1, DAMAGED], // ERROR: a table is not there; the statements themselves are tested
  [3, READONLY], // PERM
  [5, LOCKED], // BUSY
  [6, LOCKED], // LOCKED
  [7, BROKEN], // NOMEM
  [8, READONLY], // READONLY
  [10, BROKEN], // IOERR
  [11, DAMAGED], // CORRUPT
  [13, FULL], // FULL
  [14, UNREACHABLE], // CANTOPEN
  [15, LOCKED], // PROTOCOL
  [19, DAMAGED], // CONSTRAINT: a table and its index disagree
  [26, DAMAGED], // NOTADB
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
