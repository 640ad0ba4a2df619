import { existsSync, statSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { InboxError } from "../../errors.ts";
import { held, isBusy } from "./lock.ts";
import { isGone, ownerIn } from "./owner.ts";

type Database = typeof DatabaseSync;

/**
 * Makes sure that no other gateway has the file open, whatever has become of its lock and by whatever name it has
 * opened it: SQLite keeps a lock on the file itself for as long as a connection in WAL mode is open.
 *
 * Operators have such a connection, too. One who looks on while a gateway crashes must not keep the next one out,
 * so the file may be open elsewhere when the gateway that signed in last is gone.
 *
 * @throws InboxError `ERR_INBOX_HELD`, `ERR_INBOX_LINKED`
 */
export function assertFree(Database: Database, file: string): void {
  // Looked at first: any connection makes one. A file that is in use has its WAL beside the name that is used.
  const hasWal = existsSync(`${file}-wal`);
  if (isOpenElsewhere(Database, file)) {
    const owner = hasWal ? ownerIn(Database, file) : undefined;
    if (!hasWal || (owner && !isGone(owner))) throw held(file, owner);
  }
  if (namesOf(file) > 1) throw linked(file);
}

/**
 * For operators: refuses a name whose WAL is not that of a gateway that runs. Where there is a WAL, it is the
 * name by which the file is used.
 *
 * @throws InboxError `ERR_INBOX_LINKED`
 */
export function assertUsualName(file: string): void {
  if (namesOf(file) > 1 && !existsSync(`${file}-wal`)) throw linked(file);
}

/** Asks for the file alone, which nobody gets while anybody else has a connection. */
function isOpenElsewhere(Database: Database, file: string): boolean {
  const db = new Database(file);
  try {
    // Before anything is read: a connection that has looked into the WAL once cannot ask for the file alone.
    db.exec("PRAGMA locking_mode = EXCLUSIVE");
    // Alone, it moves what a crash has left in the WAL into the file when it is closed, flushed as ever.
    db.exec("PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON; PRAGMA synchronous = FULL");
    db.exec("SELECT count(*) FROM sqlite_schema");
    return false;
  } catch (error) {
    // What else may be wrong with the file is found out, and told, when it is opened to be used.
    return isBusy(error);
  } finally {
    db.close();
  }
}

function namesOf(file: string): number {
  return statSync(file).nlink;
}

/** https://www.sqlite.org/howtocorrupt.html, 2.4: what was written by one name is not seen by the other. */
function linked(file: string): InboxError {
  const message = `The inbox ${file} has ${namesOf(file)} names (hard links); by another one than the gateway's it would be damaged. Remove all but that one, and make copies with: sqlite3 … ".backup …".`;
  return new InboxError("ERR_INBOX_LINKED", message);
}
