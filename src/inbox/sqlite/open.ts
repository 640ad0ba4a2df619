import { existsSync } from "node:fs";
import { hostname } from "node:os";
import type { DatabaseSync } from "node:sqlite";
import { UsageError } from "../../errors.ts";
import type { Connection } from "./admin.ts";
import { toInboxError } from "./faults.ts";
import { configure, makePrivate, resolveFile } from "./file.ts";
import { takeLock } from "./lock.ts";
import { checkOptions, type SqliteInboxOptions, type SqliteInboxSettings } from "./options.ts";
import { checkVersion, migrate } from "./schema.ts";

/** An operator's command holds the file for milliseconds; a gateway has to answer Feishu within 3 s. */
const OWNER_BUSY_MS = 500;
/** An operator can wait until a gateway under load lets go for a moment. */
const GUEST_BUSY_MS = 5000;

/**
 * For the gateway: holds the lock from before the first look into the file until after the last write.
 *
 * @throws InboxError
 */
export async function openAsOwner(options: SqliteInboxOptions): Promise<Connection> {
  const settings = checkOptions(options);
  const file = resolveFile(settings.file);
  const { DatabaseSync } = await import("node:sqlite");
  return translate(file, () => {
    const unlock = takeLock(DatabaseSync, file);
    try {
      makePrivate(file);
      const db = openDatabase(DatabaseSync, file, OWNER_BUSY_MS, migrate);
      signIn(db, settings);
      return { db, file, settings, release: () => signOut(db, unlock) };
    } catch (error) {
      unlock();
      throw error;
    }
  });
}

/**
 * For operators: takes no lock, creates no file and changes no format.
 *
 * @throws InboxError
 */
export async function openAsGuest(options: SqliteInboxOptions): Promise<Connection> {
  const settings = checkOptions(options);
  if (!existsSync(settings.file)) {
    throw new UsageError("ERR_INVALID_OPTION", `There is no inbox ${settings.file}. Check the name.`);
  }
  const file = resolveFile(settings.file);
  const { DatabaseSync } = await import("node:sqlite");
  return translate(file, () => {
    const db = openDatabase(DatabaseSync, file, GUEST_BUSY_MS, checkVersion);
    return { db, file, settings, release: () => db.close() };
  });
}

function openDatabase(
  Database: typeof DatabaseSync,
  file: string,
  busyMs: number,
  prepare: (db: DatabaseSync, file: string) => void,
): DatabaseSync {
  const db = new Database(file);
  try {
    configure(db, busyMs);
    prepare(db, file);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Tells a second gateway, and operators, who holds the inbox. */
function signIn(db: DatabaseSync, { now }: SqliteInboxSettings): void {
  const sql = "INSERT OR REPLACE INTO owner (only, pid, host, since) VALUES (1, ?, ?, ?)";
  db.prepare(sql).run(process.pid, hostname(), now());
}

function signOut(db: DatabaseSync, unlock: () => void): void {
  try {
    db.exec("DELETE FROM owner");
  } catch {
    // A fault; the lock is what counts.
  } finally {
    db.close();
    unlock();
  }
}

function translate<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw toInboxError(error, file);
  }
}
