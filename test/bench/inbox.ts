/**
 * What accepting an event durably costs, beside a bare `node:sqlite` loop that commits in groups of the same size. Both run
 * in turns on the same disk, so that a busy machine slows both.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Inbox, InboxEntry } from "../../src/inbox/inbox.ts";
import { openSqliteInbox } from "../../src/inbox/sqlite.ts";
import { bareLoop, type Measured, measured, randomEntry } from "./inbox-parts.ts";
import type { Size } from "./parts.ts";
import { compare, type Result } from "./report/result.ts";

/** Claims in flight at once, and how many are made in each round. Short rounds: the disk's mood changes. */
const LOADS = [
  { concurrent: 1, claims: 300 },
  { concurrent: 10, claims: 1000 },
  { concurrent: 100, claims: 2000 },
  { concurrent: 1000, claims: 4000 },
];
const PEER = "bare commits";

/** @returns what a claim costs, and how long the slowest of a hundred waits, beside bare commits */
export default async function bench({ isQuick }: Size): Promise<Result[]> {
  const dir = mkdtempSync(join(tmpdir(), "inbox-bench-"));
  const inbox = await openSqliteInbox({ file: join(dir, "inbox.db") });
  const bare = bareLoop(join(dir, "bare.db"));
  try {
    const results: Result[] = [];
    for (const { concurrent, claims } of isQuick ? LOADS.slice(0, 2) : LOADS) {
      const ours: Measured[] = [];
      const theirs: Measured[] = [];
      for (let round = 0; round < (isQuick ? 5 : 15); round++) {
        const [some, others] = [0, 1].map(() => Array.from({ length: claims }, randomEntry)) as [
          InboxEntry[],
          InboxEntry[],
        ];
        const both = [
          async () => ours.push(await measured(() => claimAll(inbox, some, concurrent))),
          async () => theirs.push(await measured(() => writeAll(bare.write, others, concurrent))),
        ];
        for (const one of round % 2 ? both.reverse() : both) await one();
      }
      results.push(...compareAll(`${concurrent} at once`, ours, theirs));
    }
    return results;
  } finally {
    await inbox.close();
    bare.close();
    rmSync(dir, { recursive: true });
  }
}

function compareAll(load: string, ours: readonly Measured[], theirs: readonly Measured[]): Result[] {
  const costs = (all: readonly Measured[], key: keyof Measured) => all.map((measured) => measured[key]);
  const result = (name: string, key: keyof Measured) =>
    compare(
      { name, unit: "µs" },
      { name: "claims", costs: costs(ours, key) },
      { name: PEER, costs: costs(theirs, key) },
    );
  return [result(`claims, ${load}`, "each"), result(`claims, ${load}, p99`, "p99")];
}

/** `concurrent` senders, each of which claims its next event when the last one was acknowledged. */
async function claimAll(inbox: Inbox, entries: InboxEntry[], concurrent: number): Promise<number[]> {
  const waits: number[] = [];
  const sender = async () => {
    for (let entry = entries.pop(); entry !== undefined; entry = entries.pop()) {
      const sent = performance.now();
      await inbox.claim(entry);
      waits.push((performance.now() - sent) * 1000);
    }
  };
  await Promise.all(Array.from({ length: concurrent }, sender));
  return waits;
}

type Write = ReturnType<typeof bareLoop>["write"];

function writeAll(write: Write, entries: readonly InboxEntry[], group: number): number[] {
  const waits: number[] = [];
  for (let start = 0; start < entries.length; start += group) {
    const sent = performance.now();
    write(entries.slice(start, start + group));
    const waited = (performance.now() - sent) * 1000;
    for (let i = 0; i < group; i++) waits.push(waited);
  }
  return waits;
}
