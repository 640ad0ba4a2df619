import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Inbox } from "../../../src/inbox/inbox.ts";
import { openSqliteInbox } from "../../../src/inbox/sqlite.ts";
import { exponentOf } from "../../support/exponent.ts";
import { heapUsed } from "../../support/heap.ts";
import { randomEntry } from "../inbox-parts.ts";
import { type Cost, compare, type Result } from "../report/result.ts";
import { growth } from "./series.ts";

const GROUP = 1000;
/** Groups that are measured where there are so many rows: the last ones before that. */
const MEASURED = 5;
const PENDING = 10_000;
/** What a row may take, in ms; a multiple of what it does. Where each is looked at, a million would take hours. */
const PATIENCE = 0.5;

/**
 * Identities are hashes, so that each row changes pages all over the index. Once that is larger than SQLite's cache, all of
 * these are written, and read before: 1.3 from 10,000 rows to 1,000,000. To look at each row would be 2.
 */
const MOST_EXPONENT = 1.5;

interface Level {
  readonly count: number;
  /** Of one event, in µs. */
  readonly costs: readonly Cost[];
  readonly heap: number;
}

/** Accepts and ends events in an SQLite inbox, until it has so many rows, or has taken too long. */
export async function growInbox(most: number): Promise<Result[]> {
  const dir = mkdtempSync(join(tmpdir(), "inbox-growth-"));
  const file = join(dir, "inbox.db");
  try {
    const levels = await levelsOf(file, most);
    // As if each row had cost what one costs by then: in proportion is 1 here, too.
    const rounds = Array.from({ length: MEASURED }, (_, round) => ({
      wall: exponentOf(levels, ({ count, costs }) => count * (costs[round]?.cpu ?? Number.NaN)),
    }));
    const name = "rows of an SQLite inbox";
    const ours = (costs: readonly Cost[]) => ({ name: "this package", costs });
    const said = (level: Level) => `${name}: an event beside ${level.count.toLocaleString("en")}`;
    const reached = levels.at(-1)?.count ?? 0;
    const heap = (levels.at(-1)?.heap ?? 0) / reached;
    return [
      growth(`${name}: CPU time`, rounds, MOST_EXPONENT),
      ...[levels[0], levels.at(-1)].flatMap((level) =>
        level ? [compare({ name: said(level), unit: "µs" }, ours(level.costs))] : [],
      ),
      compare({ name: `${name}: heap of each`, unit: "B" }, ours([{ wall: heap }])),
      compare({ name: `${name}: disk of each`, unit: "B" }, ours([{ wall: statSync(file).size / reached }])),
      compare(
        { name: `${name}: opening, with ${PENDING.toLocaleString("en")} that wait`, unit: "ms" },
        ours(await open(file)),
      ),
    ];
  } finally {
    rmSync(dir, { recursive: true });
  }
}

async function levelsOf(file: string, most: number): Promise<Level[]> {
  const inbox = await openSqliteInbox({ file });
  const before = await heapUsed();
  const levels: Level[] = [];
  let last: Cost[] = [];
  const begun = performance.now();
  let isLate = false;
  for (let rows = GROUP, next = GROUP * 10; rows <= most && !isLate; rows += GROUP) {
    last = [...last, await acceptAndEnd(inbox)].slice(-MEASURED);
    isLate = levels.length > 0 && performance.now() - begun > PATIENCE * most;
    if (rows !== next && !isLate) continue;
    levels.push({ count: rows, costs: last, heap: (await heapUsed()) - before });
    next *= 10;
  }
  for (let waiting = 0; waiting < PENDING; waiting += GROUP) await accept(inbox);
  await inbox.close();
  return levels;
}

async function acceptAndEnd(inbox: Inbox): Promise<Cost> {
  const cpuBefore = process.threadCpuUsage();
  const begun = performance.now();
  await Promise.all((await accept(inbox)).map(({ id }) => inbox.complete(id)));
  const wall = (performance.now() - begun) * 1000;
  const { user, system } = process.threadCpuUsage(cpuBefore);
  return { wall: wall / GROUP, cpu: (user + system) / GROUP };
}

function accept(inbox: Inbox) {
  return Promise.all(Array.from({ length: GROUP }, () => inbox.claim(randomEntry())));
}

/** As a gateway does that starts after a busy day: until all that waits is read. */
async function open(file: string): Promise<Cost[]> {
  const costs: Cost[] = [];
  for (let round = 0; round < 3; round += 1) {
    const begun = performance.now();
    const inbox = await openSqliteInbox({ file });
    for await (const _ of inbox.pending()) {
      // Reading is what takes the time.
    }
    costs.push({ wall: performance.now() - begun });
    await inbox.close();
  }
  return costs;
}
