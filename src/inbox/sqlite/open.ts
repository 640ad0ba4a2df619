import { existsSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { UsageError } from "../../errors.ts";
import type { Connection } from "./admin.ts";
import { toInboxError } from "./faults.ts";
import { configure, create, GUEST, makePrivate, OWNER, resolveFile } from "./file.ts";
import { type Lock, takeLock } from "./lock/lock.ts";
import { assertFree, assertUsualName } from "./lock/only-user.ts";
import { signIn, signOut } from "./lock/owner.ts";
import { checkOptions, type SqliteInboxOptions } from "./options.ts";
import { checkKind, checkVersion, migrate } from "./schema.ts";

type Make<T> = (connection: Connection) => T;

/**
 * For the gateway: holds the lock from before the first look into the file until after the last write.
 *
 * @param make builds what works with the connection; when it throws, everything is let go again
 * @throws InboxError
 */
export async function openAsOwner<T>(options: SqliteInboxOptions, make: Make<T>): Promise<T> {
  const settings = checkOptions(options);
  const file = resolveFile(settings.file);
  const { DatabaseSync } = await import("node:sqlite");
  return translate(file, () => {
    const lock = takeLock(DatabaseSync, file);
    try {
      create(file);
      assertFree(DatabaseSync, file);
      const db = new DatabaseSync(file);
      return prepared(db, () => {
        checkKind(db, file);
        makePrivate(file);
        configure(db, OWNER);
        migrate(db, file);
        signIn(db, settings.now());
        return make({ db, file, settings, lock, release: () => release(db, lock) });
      });
    } catch (error) {
      lock.release();
      throw error;
    }
  });
}

/**
 * For operators: takes no lock, creates no file and changes no format.
 *
 * @throws InboxError
 */
export async function openAsGuest<T>(options: SqliteInboxOptions, make: Make<T>): Promise<T> {
  const settings = checkOptions(options);
  if (!existsSync(settings.file)) {
    throw new UsageError("ERR_INVALID_OPTION", `There is no inbox ${settings.file}. Check the name.`);
  }
  const file = resolveFile(settings.file);
  const { DatabaseSync } = await import("node:sqlite");
  return translate(file, () => {
    assertUsualName(file);
    const db = new DatabaseSync(file);
    return prepared(db, () => {
      checkKind(db, file);
      checkVersion(db, file);
      configure(db, GUEST);
      return make({ db, file, settings, release: () => db.close() });
    });
  });
}

function prepared<T>(db: DatabaseSync, work: () => T): T {
  try {
    return work();
  } catch (error) {
    db.close();
    throw error;
  }
}

function release(db: DatabaseSync, lock: Lock): void {
  signOut(db);
  try {
    db.close();
  } finally {
    lock.release();
  }
}

function translate<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw toInboxError(error, file);
  }
}
