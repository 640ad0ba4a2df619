import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** A folder of its own for the running test, removed after it. */
export function tempFolder(parent = tmpdir()): string {
  const folder = mkdtempSync(join(parent, "inbox-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The same in memory where the system has a place for it: for tests that make many files and lose none. */
export function memoryFolder(): string {
  return tempFolder(existsSync("/dev/shm") ? "/dev/shm" : undefined);
}
