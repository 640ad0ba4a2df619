import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, StatementSync } from "node:sqlite";
import { onTestFinished } from "vitest";
import { tempFolder } from "./temp.ts";

/** A file system that a test may break. */
export interface Disk {
  readonly folder: string;
  /** Leaves no byte free, or makes it read-only. */
  readonly spoil: () => void;
  readonly repair: () => void;
}

/** A tmpfs of 16 MB that can be filled to the last byte; where mounting is not allowed, the error is injected. */
export function smallDisk(): Disk {
  const folder = mounted();
  if (folder === undefined) return injected(13, "disk full");
  const filler = join(folder, "filler");
  return { folder, spoil: () => fill(filler), repair: () => rmSync(filler) };
}

/** A tmpfs that can be made read-only while no file of it is open; else the error is injected. */
export function readOnlyDisk(): Disk {
  const folder = mounted();
  if (folder === undefined) return injected(8, "read-only file system");
  const remount = (mode: string) => execFileSync("mount", ["-o", `remount,${mode}`, folder]);
  return { folder, spoil: () => remount("ro"), repair: () => remount("rw") };
}

function mounted(): string | undefined {
  const folder = join(tempFolder(), "disk");
  mkdirSync(folder);
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=16m", "tmpfs", folder], { stdio: "ignore" });
  } catch {
    return undefined;
  }
  onTestFinished(() => void execFileSync("umount", ["-l", folder]));
  return folder;
}

function fill(filler: string): void {
  try {
    for (const size of [65_536, 4096]) while (true) writeFileSync(filler, Buffer.alloc(size), { flag: "a" });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
  }
}

function injected(errcode: number, what: string): Disk {
  console.warn(`No right to mount a file system here: "${what}" is injected instead of real.`);
  const folder = tempFolder();
  let repair = () => {};
  return { folder, spoil: () => (repair = inject("BEGIN IMMEDIATE", errcode)), repair: () => repair() };
}

/**
 * Makes SQLite fail as it would with the given result code, whenever the statement is run.
 *
 * @returns ends it
 */
export function inject(statement: string, errcode: number): () => void {
  const { run } = StatementSync.prototype;
  const { exec } = DatabaseSync.prototype;
  const check = (sql: string) => {
    if (sql === statement) throw Object.assign(new Error("injected"), { code: "ERR_SQLITE_ERROR", errcode });
  };
  StatementSync.prototype.run = function (this: StatementSync, ...values: unknown[]) {
    check(this.sourceSQL);
    return Reflect.apply(run, this, values);
  };
  DatabaseSync.prototype.exec = function (sql) {
    check(sql);
    exec.call(this, sql);
  };
  const stop = () => {
    StatementSync.prototype.run = run;
    DatabaseSync.prototype.exec = exec;
  };
  onTestFinished(stop);
  return stop;
}

/**
 * Lets a process write no file beyond so many bytes: the kernel answers further writes with an error. Needs no
 * rights, but Linux.
 *
 * @returns false where that is not possible
 */
export function limitFileSize(pid: number | undefined, bytes: number | "unlimited"): boolean {
  try {
    execFileSync("prlimit", ["--pid", String(pid), `--fsize=${bytes}:`]);
    return true;
  } catch {
    console.warn("No prlimit here: only injected I/O errors are tested.");
    return false;
  }
}
