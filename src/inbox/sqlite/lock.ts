import type { DatabaseSync } from "node:sqlite";
import { InboxError } from "../errors.ts";
import { create, makePrivate } from "./file.ts";

type Database = typeof DatabaseSync;

/**
 * Makes this process the only gateway of the inbox until the lock is released or the process ends.
 *
 * The lock is the operating system's: SQLite's write lock on an empty database beside the inbox. It goes away
 * with its process, however that dies, so there is no stale lock and no process id that could belong to
 * somebody else by now. The inbox itself stays open for operators.
 *
 * @returns releases the lock
 * @throws InboxError `ERR_INBOX_HELD`
 */
export function takeLock(Database: Database, file: string): () => void {
  const path = `${file}.lock`;
  create(path);
  makePrivate(path);
  const db = new Database(path);
  try {
    db.exec("BEGIN IMMEDIATE");
  } catch (error) {
    db.close();
    throw isBusy(error) ? held(Database, file, error) : error;
  }
  return () => db.close();
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && error.errcode === 5;
}

function held(Database: Database, file: string, cause: unknown): InboxError {
  const message = `The inbox ${file} is held by ${holder(Database, file)}. Only one gateway may use it: end that one, or give this one another file.`;
  return new InboxError("ERR_INBOX_HELD", message, { cause });
}

/** Whoever holds the lock has written its name into the inbox, unless it has only just started. */
function holder(Database: Database, file: string): string {
  const db = new Database(file, { readOnly: true });
  try {
    const row = db.prepare("SELECT pid, host, since FROM owner").get();
    return row
      ? `process ${row.pid} on ${row.host} since ${new Date(Number(row.since)).toISOString()}`
      : UNKNOWN;
  } catch {
    return UNKNOWN;
  } finally {
    db.close();
  }
}

const UNKNOWN = "another process";
