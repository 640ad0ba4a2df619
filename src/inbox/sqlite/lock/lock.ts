import type { DatabaseSync } from "node:sqlite";
import { InboxError } from "../../errors.ts";
import { create, identity, makePrivate } from "../file.ts";
import { type Owner, ownerIn, wordsFor } from "./owner.ts";

type Database = typeof DatabaseSync;

/** What says that this process is the only gateway of an inbox. */
export interface Lock {
  /** Whether the lock is still where others look for it. */
  isHeld(): boolean;
  /**
   * Takes a lock that was taken away again, if nobody else has.
   *
   * @throws InboxError `ERR_INBOX_UNLOCKED` when it had been taken away, `ERR_INBOX_HELD` when somebody else has it
   */
  assertHeld(): void;
  release(): void;
}

/**
 * Makes this process the only gateway of the inbox until the lock is released or the process ends.
 *
 * The lock is the operating system's: SQLite's write lock on an empty database beside the inbox. It goes away
 * with its process, however that dies, so there is no stale lock and no process id that could belong to
 * somebody else by now. The inbox itself stays open for operators. As a lock beside the file can be deleted, the
 * gateway looks after it, and a newcomer also asks who has the file itself open (`assertFree`).
 *
 * @throws InboxError `ERR_INBOX_HELD`
 */
export function takeLock(Database: Database, file: string): Lock {
  let grip = grab(Database, file);
  const isHeld = () => identity(`${file}.lock`) === grip.identity;
  const assertHeld = () => {
    if (isHeld()) return;
    const again = grab(Database, file);
    grip.db.close();
    grip = again;
    throw unlocked(file);
  };
  return { isHeld, assertHeld, release: () => grip.db.close() };
}

function grab(Database: Database, file: string) {
  const path = `${file}.lock`;
  create(path);
  makePrivate(path);
  const db = new Database(path);
  try {
    db.exec("BEGIN IMMEDIATE");
    return { db, identity: identity(path) };
  } catch (error) {
    db.close();
    throw isBusy(error) ? held(file, ownerIn(Database, file), error) : error;
  }
}

export function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && error.errcode === 5;
}

/** @param owner who has it, if it has had the time to say so */
export function held(file: string, owner: Owner | undefined, cause?: unknown): InboxError {
  const message = `The inbox ${file} is held by ${wordsFor(owner)}. Only one gateway may use it: end that one, or give this one another file.`;
  return new InboxError("ERR_INBOX_HELD", message, { cause });
}

function unlocked(file: string): InboxError {
  const message = `The lock ${file}.lock was deleted or replaced while the gateway runs; it takes no turns until it has the lock again. Leave that file alone: a crash leaves no lock behind.`;
  return new InboxError("ERR_INBOX_UNLOCKED", message);
}
