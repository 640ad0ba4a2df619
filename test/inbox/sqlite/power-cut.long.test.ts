import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openSqliteInbox } from "../../../src/inbox/sqlite.ts";
import { seededRandom } from "../../../src/stand-in/random.ts";
import { entry } from "../../support/inbox/contract/bed.ts";
import { DiskModel } from "../../support/inbox/power/disk-model.ts";
import type { Change, Promised } from "../../support/inbox/power/log.ts";
import { record } from "../../support/inbox/power/record.ts";
import { memoryFolder } from "../../support/inbox/temp.ts";

const GROUPS = 100;
const CUTS = 200;

/**
 * What is simulated: the power goes at any moment between two system calls of a gateway that claims and
 * completes. Everything that was written before the last flush of its file is on the disk. Of what was written
 * since, every 512-byte sector by itself is on the disk, or is not, or is garbage: lost, torn and reordered
 * writes. A file ends anywhere between its flushed and its written length. Bytes that were not being written
 * keep their value, as SQLite assumes of a disk (https://www.sqlite.org/psow.html). A disk that loses what it
 * has reported as flushed is not simulated; nothing can be built on one.
 */
test("loses nothing that was promised when the power goes at any moment", { timeout: 120_000 }, async () => {
  const seed = Number(process.env.INBOX_SEED ?? Date.now() % 2 ** 31);
  const random = seededRandom(seed);
  const folder = memoryFolder();
  const { before, changes, how } = await record(folder, seed, GROUPS);
  const moments = Array.from({ length: CUTS }, () => Math.floor(random() * changes.length));
  const disk = new DiskModel(readFileSync(before));
  const promises = new Promises();
  let at = 0;
  for (const moment of moments.toSorted((a, b) => a - b)) {
    for (const change of changes.slice(at, moment)) {
      if (change.kind === "promise") promises.add(change.promised);
      else disk.apply(change);
    }
    at = Math.max(at, moment);
    const broken = await promises.broken(join(folder, "cut.db"), disk.cut(random));
    expect(broken, `seed ${seed}, cut before change ${moment}`).toEqual([]);
  }
  console.log(`seed ${seed}: ${CUTS} power cuts among ${summary(changes)} (${how})`);
  expect(changes.filter(isWrite("d")).length).toBeGreaterThan(10);
  expect(promises.claimed.size).toBeGreaterThan(100);
});

/** What the gateway was promised until the power went. */
class Promises {
  readonly claimed = new Set<string>();
  readonly completed = new Set<number>();

  add({ claimed = [], completed = [] }: Promised): void {
    for (const name of claimed) this.claimed.add(name);
    for (const id of completed) this.completed.add(id);
  }

  /** Starts again from what the disk has kept, and says which promises do not hold. */
  async broken(file: string, { database, wal }: ReturnType<DiskModel["cut"]>): Promise<unknown[]> {
    writeFileSync(file, database);
    writeFileSync(`${file}-wal`, wal);
    const inbox = await openSqliteInbox({ file });
    const rows = new Map((await inbox.list({ limit: 1_000_000 })).map((row) => [row.id, row.status]));
    const claims = await Promise.all([...this.claimed].map((name) => inbox.claim(entry([name]))));
    await inbox.close();
    rmSync(file);
    const lost = [...this.claimed].filter((_, index) => claims[index]?.status === "accepted");
    const rerun = [...this.completed].filter((id) => rows.get(id) !== "done");
    return [...lost, ...rerun];
  }
}

const isWrite = (file: string) => (change: Change) => change.kind === "write" && change.file === file;

function summary(changes: readonly Change[]): string {
  const flushes = changes.filter((change) => change.kind === "sync").length;
  return `${changes.filter(isWrite("w")).length} writes to the WAL, ${changes.filter(isWrite("d")).length} to the file, ${flushes} flushes`;
}
