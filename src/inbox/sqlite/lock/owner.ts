import { hostname } from "node:os";
import type { DatabaseSync } from "node:sqlite";
import { reasonOf } from "../../../explain.ts";

/** The gateway that has written its name into the inbox. */
export interface Owner {
  readonly pid: number;
  readonly host: string;
  /** In ms since the epoch. */
  readonly since: number;
}

/** Who says that it holds the inbox: nobody after an orderly end, or when it has only just started. */
export function ownerIn(Database: typeof DatabaseSync, file: string): Owner | undefined {
  let db: DatabaseSync | undefined;
  try {
    db = new Database(file, { readOnly: true });
    const row = db.prepare("SELECT pid, host, since FROM owner").get();
    return row && { pid: Number(row.pid), host: String(row.host), since: Number(row.since) };
  } catch {
    return undefined;
  } finally {
    db?.close();
  }
}

export function wordsFor(owner: Owner | undefined): string {
  if (!owner) return "another process";
  return `process ${owner.pid} on ${owner.host} since ${new Date(owner.since).toISOString()}`;
}

/** Tells a second gateway, and operators, who holds the inbox. */
export function signIn(db: DatabaseSync, now: number): void {
  const sql = "INSERT OR REPLACE INTO owner (only, pid, host, since) VALUES (1, ?, ?, ?)";
  db.prepare(sql).run(process.pid, hostname(), now);
}

export function signOut(db: DatabaseSync): void {
  try {
    db.exec("DELETE FROM owner");
  } catch {
    // A fault; the lock is what counts.
  }
}

/** Whether its process has ended for sure. Of another machine, or of another container, that cannot be told. */
export function isGone({ pid, host }: Owner): boolean {
  if (host !== hostname()) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return reasonOf(error) === "ESRCH";
  }
}
