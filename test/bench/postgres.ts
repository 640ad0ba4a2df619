/**
 * Turns through an inbox in PostgreSQL, with 1, 2 and 4 gateway processes, beside a bare loop of commits and
 * graphile-worker on the same server. A turn does nothing: all that is measured is what the inbox adds.
 *
 *     node test/bench/postgres.ts [--quick] [--rows 1000000]
 *
 * The bare loop and the peer are measured before and after each of ours; whatever else the machine does hits all of them.
 */
import { parseArgs } from "node:util";
import "../../tools/peers/install.ts";
import { tableText } from "../../src/text/table.ts";
import { startPostgres } from "../support/postgres/server.ts";
import { median } from "../support/slope.ts";
import { fillBacklog } from "./postgres/backlog.ts";
import { Gateways } from "./postgres/gateways.ts";
import { openLoop } from "./postgres/open-loop.ts";
import { bareLoop, graphileDrain } from "./postgres/peers.ts";

const { values } = parseArgs({ options: { quick: { type: "boolean" }, rows: { type: "string" } } });
const size = values.quick ? { hot: 500, many: 2000, seconds: 5 } : { hot: 5000, many: 20_000, seconds: 10 };
const ROUNDS = values.quick ? 1 : 3;
const GATEWAYS = [1, 2, 4];
/** Turns of each process before anything is measured. */
const WARM_UP = 4000;
const RATE = 100;

const server = await startPostgres({ isDurable: true });
let schemas = 0;
try {
  await drains("empty");
  await openLoops("empty");
  const rows = Number(values.rows ?? 0);
  if (rows > 0) await openLoops(`${rows.toLocaleString("en")} remembered`, rows, [1]);
} finally {
  await server.stop();
}

/** The disk may be several times as fast a minute later: each of ours is measured right between its peers. */
async function drains(what: string): Promise<void> {
  const rows: string[][] = [];
  for (const [name, sessions, count] of [
    ["one session", 1, size.hot],
    ["200 sessions", 200, size.many],
  ] as const) {
    const rounds = await inRounds(GATEWAYS, (gateways) => round(gateways, sessions, count));
    for (const [at, its] of rounds.entries()) rows.push([name, String(GATEWAYS[at]), ...figures(its)]);
    const all = rounds.flat();
    const ofBare = median(all.map(({ peer, bare }) => peer / bare)).toFixed(2);
    rows.push([name, "bare loop", medianOf(all.map(({ bare }) => bare)), "", ""]);
    rows.push([name, "graphile-worker", medianOf(all.map(({ peer }) => peer)), ofBare, ""]);
  }
  console.log(`Drain of a backlog; ${what} inbox; medians of ${ROUNDS} rounds`);
  print(["drain", "gateways", "turns/s", "÷ bare", "÷ graphile"], rows);
}

/** @returns what was measured of each number of gateways, in all rounds */
async function inRounds<T>(
  counts: readonly number[],
  measure: (gateways: number) => Promise<T>,
): Promise<T[][]> {
  const rounds = counts.map((): T[] => []);
  for (let n = 0; n < ROUNDS; n += 1)
    for (const [at, gateways] of counts.entries()) rounds[at]?.push(await measure(gateways));
  return rounds;
}

/** Turns a second of ours, and of what was measured right before and after it. */
interface Round {
  readonly ours: number;
  readonly bare: number;
  readonly peer: number;
}

async function round(gateways: number, sessions: number, count: number): Promise<Round> {
  const { url } = server;
  const peers = async () => ({
    bare: await bareLoop(url, size.hot),
    peer: await graphileDrain(url, sessions, size.hot),
  });
  const before = await peers();
  const ours = await drain(gateways, sessions, count);
  const after = await peers();
  return { ours, bare: (before.bare + after.bare) / 2, peer: (before.peer + after.peer) / 2 };
}

async function drain(count: number, sessions: number, turns: number): Promise<number> {
  const schema = `bench_${++schemas}`;
  const gateways = await Gateways.start(count, server.url, schema);
  gateways.tell({ do: "begin" });
  const before = await gateways.warmUp(WARM_UP);
  await fillBacklog(server.url, schema, { sessions, count: turns });
  const { perSecond } = await gateways.tally(before + turns, { before });
  await gateways.end();
  return perSecond;
}

async function openLoops(what: string, remembered = 0, counts = GATEWAYS): Promise<void> {
  const rows: string[][] = [];
  for (const [name, sessions] of [
    ["one session", 1],
    ["200 sessions", 200],
  ] as const) {
    const loop = { url: server.url, sessions, remembered, rate: RATE, seconds: size.seconds };
    const rounds = await inRounds(counts, (gateways) =>
      openLoop({ ...loop, gateways, schema: `bench_${++schemas}` }),
    );
    for (const [at, its] of rounds.entries()) {
      const cells = (["p50", "p99", "slowest", "slowestCommit"] as const).map((figure) =>
        median(its.map((waits) => waits[figure])).toFixed(1),
      );
      rows.push([name, String(counts[at]), ...cells]);
    }
  }
  console.log(
    `From claim to start, each event at one gateway of several; ${what} inbox; medians of ${ROUNDS} rounds`,
  );
  print(["100 events/s", "gateways", "p50 ms", "p99 ms", "slowest", "slowest bare commit"], rows);
}

function medianOf(perSecond: readonly number[]): string {
  return String(Math.round(median(perSecond)));
}

function print(headings: readonly string[], rows: readonly string[][]): void {
  const columns = headings.map((heading) => ({ heading }));
  console.log(tableText(columns, rows, process.stdout));
}

function figures(rounds: readonly Round[]): string[] {
  const ofBare = median(rounds.map(({ ours, bare }) => ours / bare));
  const ofPeer = median(rounds.map(({ ours, peer }) => ours / peer));
  return [medianOf(rounds.map(({ ours }) => ours)), ...[ofBare, ofPeer].map((ratio) => ratio.toFixed(2))];
}
