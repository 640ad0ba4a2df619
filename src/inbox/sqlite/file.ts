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

/** What differs between the gateway's connection and an operator's. */
export interface Role {
  /** How long to wait while another process writes, in ms; nothing else happens meanwhile. */
  readonly busyMs: number;
  /** How many pages the WAL grows to before they are moved into the file; 0: never by this connection. */
  readonly checkpointPages: number;
}

/**
 * The gateway has to answer Feishu within 3 s, and an operator's command writes for milliseconds. A checkpoint
 * every 16 MB instead of SQLite's usual 4 MB: a third more claims per second.
 */
export const OWNER: Role = { busyMs: 500, checkpointPages: 4000 };

/**
 * An operator can wait until a gateway under load lets go for a moment, and leaves checkpoints to the gateway:
 * two connections that checkpoint at once may damage the file with SQLite before 3.51.3, which Node.js 22 has
 * (https://www.sqlite.org/wal.html#walresetbug).
 */
export const GUEST: Role = { busyMs: 5000, checkpointPages: 0 };

/** WAL and FULL: what is committed has been flushed to the disk. macOS flushes for real only when told so. */
export function configure(db: DatabaseSync, { busyMs, checkpointPages }: Role): void {
  db.exec(`
    PRAGMA busy_timeout = ${busyMs};
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA fullfsync = ON;
    PRAGMA checkpoint_fullfsync = ON;
    PRAGMA wal_autocheckpoint = ${checkpointPages};
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

/** Which file this path leads to; `gone` when it leads to none. */
export function identity(path: string): string {
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
