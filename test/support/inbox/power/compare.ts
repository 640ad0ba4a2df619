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
    const old = before.subarray(offset, offset + SECTOR);
    const sector = after.subarray(offset, offset + SECTOR);
    const isNew = (byte: number, index: number) => byte !== old[index];
    const start = sector.findIndex(isNew);
    if (start >= 0)
      yield toRecord("W", file, offset + start, sector.subarray(start, sector.findLastIndex(isNew) + 1));
  }
  yield toRecord("S", file, 0, Buffer.alloc(0));
}
