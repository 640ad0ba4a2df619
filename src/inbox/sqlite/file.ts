import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  existsSync,
  openSync,
  realpathSync,
  statSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { UsageError } from "../../errors.ts";
import { InboxError } from "../errors.ts";

/** Only the owner may read what people write to the bot. SQLite gives `-wal` and `-shm` the same mode. */
const PRIVATE = 0o600;

/** The true path, so that two names of one file have one lock. The folder must be there. */
export function resolveFile(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat?.isDirectory()) {
    throw new UsageError("ERR_INVALID_OPTION", `${file} is a folder. Name a file in it for the inbox.`);
  }
  if (stat !== undefined) return realpathSync(file);
  if (existsSync(dirname(file))) return join(realpathSync(dirname(file)), basename(file));
  const message = `There is no folder ${dirname(file)} for the inbox. Create it, or name another file.`;
  throw new UsageError("ERR_INVALID_OPTION", message);
}

/**
 * Creates the file with its private mode; one that is there must be writable.
 *
 * An existing file is not opened here: closing it again would drop every lock that this process has on it,
 * https://www.sqlite.org/howtocorrupt.html, 2.2.
 */
export function create(file: string): void {
  try {
    if (existsSync(file)) accessSync(file, constants.R_OK | constants.W_OK);
    else closeSync(openSync(file, "wx", PRIVATE));
  } catch (error) {
    throw fileError(error, file);
  }
}

/** Takes rights away from others that an existing file gives them. */
export function makePrivate(file: string): void {
  for (const path of [file, `${file}-wal`, `${file}-shm`]) takeRights(path);
}

function takeRights(path: string): void {
  const mode = statSync(path, { throwIfNoEntry: false })?.mode ?? 0;
  if ((mode & 0o077) === 0) return;
  try {
    chmodSync(path, PRIVATE);
  } catch (error) {
    throw fileError(error, path);
  }
}

/**
 * WAL and FULL: what is committed has been flushed to the disk. macOS flushes for real only when told so.
 * A checkpoint every 4,000 pages (16 MB), not every 1,000: a third more claims per second.
 *
 * @param busyMs how long to wait for another process to finish its write; nothing else happens meanwhile
 */
export function configure(db: DatabaseSync, busyMs: number): void {
  db.exec(`
    PRAGMA busy_timeout = ${busyMs};
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA fullfsync = ON;
    PRAGMA checkpoint_fullfsync = ON;
    PRAGMA wal_autocheckpoint = 4000;
    PRAGMA journal_size_limit = 33554432;
    PRAGMA cache_size = -16384;
  `);
}

/**
 * Remembers which file is open, and says whether its name still leads to it. A file that was deleted or
 * replaced can be written to as before, but nobody would ever find what was written.
 */
export function watchIdentity(file: string): () => void {
  const paths = [file, `${file}-wal`];
  const opened = paths.map(identity);
  return () => {
    const moved = paths.find((path, index) => identity(path) !== opened[index]);
    if (moved === undefined) return;
    const message = `The inbox's file ${moved} was moved, deleted or replaced while in use. Put it back, or restart the gateway.`;
    throw new InboxError("ERR_INBOX_MOVED", message);
  };
}

function identity(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false, bigint: true });
  return stat === undefined ? "gone" : `${stat.dev}:${stat.ino}`;
}

function fileError(cause: unknown, file: string): InboxError {
  if (hasCode(cause, "ENOSPC", "EDQUOT")) {
    return new InboxError("ERR_INBOX_FULL", `The inbox ${file} cannot be made: no space is left.`, { cause });
  }
  if (hasCode(cause, "EROFS", "EACCES", "EPERM")) {
    const message = `The inbox ${file} cannot be written to. Check its rights and whether its file system is read-only.`;
    return new InboxError("ERR_INBOX_READONLY", message, { cause });
  }
  return new InboxError("ERR_INBOX_IO", `The inbox ${file} cannot be made: ${String(cause)}`, { cause });
}

function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}
