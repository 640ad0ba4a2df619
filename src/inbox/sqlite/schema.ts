import type { DatabaseSync } from "node:sqlite";
import { InboxError } from "../errors.ts";

/** "FDdi": marks the file as an inbox, so that another program's database is never taken for one. */
const APPLICATION_ID = 0x46446469;

/**
 * Rows stay small and dense; the event lives in a table of its own and is deleted when the row was answered, so
 * that its pages are used again. Identities are kept as the first 128 bits of their SHA-256: a settled row of three
 * identities takes 330 bytes in all, less than half of what readable ones would take, and nothing readable
 * stays behind. That table carries no payload, so `WITHOUT ROWID` is the faster form here; with payloads it
 * would be the slower one.
 */
const VERSION_1 = `
  CREATE TABLE rows (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    status      TEXT NOT NULL CHECK (status IN ('pending', 'done', 'dead')),
    session_key TEXT NOT NULL,
    account     TEXT NOT NULL,
    transport   TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    attempts    INTEGER NOT NULL DEFAULT 0,
    retry_at    INTEGER,
    ended_at    INTEGER,
    outcome     TEXT,
    error       TEXT
  ) STRICT;
  CREATE INDEX rows_open ON rows (status, id) WHERE status <> 'done';
  CREATE INDEX rows_session ON rows (session_key, id) WHERE status = 'pending';
  CREATE INDEX rows_done ON rows (ended_at) WHERE status = 'done';

  CREATE TABLE events (
    row   INTEGER PRIMARY KEY,
    ids   TEXT NOT NULL,
    event TEXT NOT NULL
  ) STRICT;

  CREATE TABLE identities (
    hash BLOB PRIMARY KEY,
    row  INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX identities_row ON identities (row);

  CREATE TABLE owner (
    only  INTEGER PRIMARY KEY CHECK (only = 1),
    pid   INTEGER NOT NULL,
    host  TEXT NOT NULL,
    since INTEGER NOT NULL,
    probes INTEGER NOT NULL DEFAULT 0
  ) STRICT;
`;

/**
 * When work ended, by the clock that the memory of it is measured by: `ended_at` is what the system's clock said,
 * which may have been wrong. NULL: a process that has no such clock ended it, and the gateway will fill it in.
 */
const VERSION_2 = `
  ALTER TABLE rows ADD COLUMN settled_at INTEGER;
  UPDATE rows SET settled_at = ended_at WHERE status = 'done';
  DROP INDEX rows_done;
  CREATE INDEX rows_settled ON rows (settled_at) WHERE status = 'done';
`;

/** How to get from each version to the next; the first entry makes an empty file a file of version 1. */
export const MIGRATIONS: readonly string[] = [VERSION_1, VERSION_2];

/**
 * Looks without changing anything: is this an inbox, or an empty file that may become one?
 *
 * @throws InboxError as `migrate()`
 */
export function checkKind(db: DatabaseSync, file: string): void {
  const version = readVersion(db, file);
  if (version > MIGRATIONS.length) throw tooNew(file, version, MIGRATIONS.length);
}

/**
 * Brings the file to the newest version, all or nothing.
 *
 * @throws InboxError `ERR_INBOX_DAMAGED` for another program's file, `ERR_INBOX_VERSION` for a newer one
 */
export function migrate(db: DatabaseSync, file: string, migrations = MIGRATIONS): void {
  db.exec("BEGIN IMMEDIATE");
  try {
    const version = readVersion(db, file);
    if (version > migrations.length) throw tooNew(file, version, migrations.length);
    for (const step of migrations.slice(version)) db.exec(step);
    if (version < migrations.length) {
      db.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${migrations.length}`);
    }
    db.exec("COMMIT");
  } catch (error) {
    if (db.isTransaction) db.exec("ROLLBACK");
    throw error;
  }
}

/** For those who must not change the file's version: refuses any other than the newest. */
export function checkVersion(db: DatabaseSync, file: string): void {
  const version = readVersion(db, file);
  if (version === MIGRATIONS.length) return;
  const message = `The inbox ${file} has format ${version}, this release needs ${MIGRATIONS.length}. Start the gateway once to bring it up to date.`;
  throw new InboxError("ERR_INBOX_VERSION", message);
}

function readVersion(db: DatabaseSync, file: string): number {
  const application = pragma(db, "application_id");
  const isEmpty = pragma(db, "schema_version") === 0;
  if (application === APPLICATION_ID) return pragma(db, "user_version");
  if (application === 0 && isEmpty) return 0;
  const message = `${file} is a database of another program. Nothing was changed in it. Give the inbox a file of its own.`;
  throw new InboxError("ERR_INBOX_DAMAGED", message);
}

function pragma(db: DatabaseSync, name: string): number {
  return Number(db.prepare(`PRAGMA ${name}`).get()?.[name]);
}

function tooNew(file: string, version: number, known: number): InboxError {
  const message = `The inbox ${file} was written by a newer release (format ${version}, this one knows ${known}). Use that release, or give this one another file.`;
  return new InboxError("ERR_INBOX_VERSION", message);
}
