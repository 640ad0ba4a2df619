import { exponentOf, FEWEST, nextCostOf } from "../../support/exponent.ts";
import { heapUsed } from "../../support/heap.ts";
import { type Cost, compare, type Result } from "../report/result.ts";

/**
 * Does so much work.
 *
 * @param atMost awaited when there is most of it at once
 */
export type Grow = (count: number, atMost: () => Promise<void>) => Promise<void>;

interface SeriesOptions {
  /** The greatest amount of work; a power of ten. */
  readonly most: number;
  readonly rounds: number;
  readonly grow: Grow;
}

/**
 * The greatest exponent: caches of the processor that no longer hold everything make 1.2 of what is in proportion. What
 * exceeds this takes four times as long as it should in the last tenfold, or is on its way there.
 */
const MOST_EXPONENT = 1.35;

/** What a series may take, in µs: where work is quadratic, the next amount takes a hundred times as long as the last. */
const PATIENCE = 60e6;
/** By then, code is as fast as it will be. */
const WARM = 10_000;

/** What each amount of work cost: all of it, in µs, and the heap that it held, in bytes. */
interface Point {
  readonly count: number;
  readonly cost: Required<Cost>;
  readonly heap: number;
}

/**
 * Does more and more work, ten times as much each time, and the whole again. What would take too long is left out: what was
 * done until then says enough.
 */
export async function seriesOf(name: string, { most, rounds, grow }: SeriesOptions): Promise<Result[]> {
  const begun = performance.now();
  await pointsOf(Math.min(WARM, most), grow);
  const all: Point[][] = [];
  while (all.length === 0 || (all.length < rounds && (performance.now() - begun) * 1000 < PATIENCE))
    all.push(await pointsOf(most, grow));
  const reached = Math.min(...all.map((points) => points.at(-1)?.count ?? 0));
  // Of the CPU: on a busy machine, what a thread waits for hides in a short series what grows, and makes up what does not.
  const times = all.map((points) => ({ wall: exponentOf(points, ({ cost }) => cost.cpu) }));
  const heaps = all.map((points) => ({ wall: exponentOf(points, ({ heap }) => Math.max(1, heap)) }));
  return [
    growth(`${name}: CPU time`, times),
    growth(`${name}: heap`, heaps),
    each(`${name}: each of ${FEWEST.toLocaleString("en")}`, "µs", at(all, FEWEST)),
    each(`${name}: each of ${reached.toLocaleString("en")}`, "µs", at(all, reached)),
    each(`${name}: heap of each of ${reached.toLocaleString("en")}`, "B", heapAt(all, reached)),
  ];
}

async function pointsOf(most: number, grow: Grow): Promise<Point[]> {
  const points: Point[] = [];
  for (let count = 1; count <= most; count *= 10) {
    points.push(await pointOf(count, grow));
    if (nextCostOf(points, ({ cost }) => cost.wall) > PATIENCE) break;
  }
  return points;
}

/** An exponent, with its limit. */
export function growth(name: string, costs: readonly Cost[], limit = MOST_EXPONENT): Result {
  return compare({ name, unit: "exponent", limit }, { name: "this package", costs });
}

async function pointOf(count: number, grow: Grow): Promise<Point> {
  const before = await heapUsed();
  const cpuBefore = process.threadCpuUsage();
  const begun = performance.now();
  await grow(count, async () => {});
  const wall = (performance.now() - begun) * 1000;
  const { user, system } = process.threadCpuUsage(cpuBefore);
  let heap = 0;
  await grow(count, async () => {
    heap = (await heapUsed()) - before;
  });
  return { count, cost: { wall, cpu: user + system }, heap };
}

function each(name: string, unit: string, costs: readonly Cost[]): Result {
  return compare({ name, unit }, { name: "this package", costs });
}

function at(all: readonly (readonly Point[])[], count: number): Cost[] {
  return all.flatMap((points) =>
    points
      .filter((point) => point.count === count)
      .map(({ cost }) => ({ wall: cost.wall / count, cpu: cost.cpu / count })),
  );
}

function heapAt(all: readonly (readonly Point[])[], count: number): Cost[] {
  return all.flatMap((points) =>
    points.filter((point) => point.count === count).map(({ heap }) => ({ wall: heap / count })),
  );
}
