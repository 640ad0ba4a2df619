import { readFileSync } from "node:fs";
import { toRecord } from "./log.ts";

const SECTOR = 512;

/**
 * For machines without a C compiler: learns the changes by comparing copies of the files. That shows what was
 * written but not when it was flushed, so it takes SQLite's word that it flushes at the end of each commit: the
 * WAL before the database.
 *
 * @returns gives the records of everything that has changed since it was last called
 */
export function comparer(file: string): () => Buffer {
  let [database, wal] = [readFileSync(file), Buffer.alloc(0)];
  return () => {
    const now = [readFileSync(file), readFileSync(`${file}-wal`)] as const;
    const records = [...differences("w", wal, now[1]), ...differences("d", database, now[0])];
    [database, wal] = now;
    return Buffer.concat(records);
  };
}

function* differences(file: string, before: Buffer, after: Buffer): Generator<Buffer> {
  for (let offset = 0; offset < after.length; offset += SECTOR) {
    const sector = after.subarray(offset, offset + SECTOR);
    const isSame = before.subarray(offset, offset + SECTOR).equals(sector);
    if (!isSame) yield toRecord("W", file, offset, sector);
  }
  yield toRecord("S", file, 0, Buffer.alloc(0));
}
