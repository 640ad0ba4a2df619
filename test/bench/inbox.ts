/**
 * What accepting an event durably costs, beside a bare `node:sqlite` loop that commits in groups of the same
 * size. Both run in turns on the same disk, so that a busy machine slows both.
 *
 *     node test/bench/inbox.ts [--dir FOLDER] [--large]
 *
 * `--large` adds 1,000,000 settled and 10,000 pending rows: size on disk and time to start.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import Table from "cli-table3";
import type { Inbox } from "../../src/inbox/inbox.ts";
import { openSqliteInbox } from "../../src/inbox/sqlite.ts";
import { benchLarge } from "./inbox-large.ts";
import { bareLoop, type Measured, measured, randomEntry } from "./inbox-parts.ts";
import { median } from "./measure.ts";

const ROUNDS = 15;
/** Claims in flight at once, and how many are made in each round. Short rounds: the disk's mood changes. */
const LOADS = [
  { concurrent: 1, claims: 300 },
  { concurrent: 10, claims: 1000 },
  { concurrent: 100, claims: 2000 },
  { concurrent: 1000, claims: 4000 },
];

const { values } = parseArgs({ options: { dir: { type: "string" }, large: { type: "boolean" } } });
const folder = mkdtempSync(join(values.dir ?? tmpdir(), "inbox-bench-"));
try {
  await benchClaims(folder);
  if (values.large) await benchLarge(folder);
} finally {
  rmSync(folder, { recursive: true });
}

async function benchClaims(dir: string): Promise<void> {
  const inbox = await openSqliteInbox({ file: join(dir, "inbox.db") });
  const bare = bareLoop(join(dir, "bare.db"));
  const table = new Table({
    head: ["concurrent", "claims/s", "bare/s", "ratio", "p99 ms", "bare p99", "ratio"],
  });
  for (const { concurrent, claims } of LOADS) {
    const ours: Measured[] = [];
    const theirs: Measured[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      ours.push(await claimAll(inbox, claims, concurrent));
      theirs.push(writeAll(bare.write, claims, concurrent));
    }
    table.push([concurrent, ...compare(ours, theirs)]);
  }
  await inbox.close();
  bare.close();
  console.log(`Claims of 1.2 KB with three identities; medians of ${ROUNDS} rounds; goal: ratio at most 1.5`);
  console.log(table.toString());
}

/** `concurrent` senders, each of which claims its next event when the last one was acknowledged. */
async function claimAll(inbox: Inbox, claims: number, concurrent: number): Promise<Measured> {
  const entries = Array.from({ length: claims }, randomEntry);
  const waits: number[] = [];
  const begun = performance.now();
  const sender = async () => {
    for (let entry = entries.pop(); entry !== undefined; entry = entries.pop()) {
      const sent = performance.now();
      await inbox.claim(entry);
      waits.push(performance.now() - sent);
    }
  };
  await Promise.all(Array.from({ length: concurrent }, sender));
  return measured(waits, performance.now() - begun);
}

function writeAll(write: ReturnType<typeof bareLoop>["write"], claims: number, group: number): Measured {
  const entries = Array.from({ length: claims }, randomEntry);
  const waits: number[] = [];
  const begun = performance.now();
  for (let start = 0; start < claims; start += group) {
    const sent = performance.now();
    write(entries.slice(start, start + group));
    const waited = performance.now() - sent;
    for (let i = 0; i < group; i++) waits.push(waited);
  }
  return measured(waits, performance.now() - begun);
}

/** The ratios are medians of the rounds' own ratios: what slows a round slows both sides of it. */
function compare(ours: readonly Measured[], theirs: readonly Measured[]): string[] {
  const peer = (round: number) => theirs[round] ?? { perSecond: 0, p99: 0 };
  return [
    median(ours.map((m) => m.perSecond)).toFixed(0),
    median(theirs.map((m) => m.perSecond)).toFixed(0),
    median(ours.map((m, round) => peer(round).perSecond / m.perSecond)).toFixed(2),
    median(ours.map((m) => m.p99)).toFixed(2),
    median(theirs.map((m) => m.p99)).toFixed(2),
    median(ours.map((m, round) => m.p99 / peer(round).p99)).toFixed(2),
  ];
}
