import { median } from "../../support/slope.ts";

/** What something cost in all rounds. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** One of those that were measured. */
export interface Side {
  readonly name: string;
  /** What a user waits; whatever else the machine does counts too. */
  readonly wall: Spread;
  /** The thread's own CPU time. @default not measured */
  readonly cpu?: Spread;
}

/** What was measured of ours, beside a peer in the same run. */
export interface Result {
  readonly name: string;
  /** Of the sides, e.g. `µs`. */
  readonly unit: string;
  readonly ours: Side;
  /** @default nobody does the same */
  readonly peer?: Side;
  /** Ours to the peer's, the median of the rounds' own: what slows a round slows both sides of it. */
  readonly ratio?: { readonly wall: number; readonly cpu?: number };
  /** More than this, of the ratio or where there is none of ours, is a failure. @default nothing is */
  readonly limit?: number;
}

/** What a round of something cost. */
export interface Cost {
  readonly wall: number;
  readonly cpu?: number;
}

/** What a contender cost, in each round, in the unit of the result. */
export interface Rounds {
  readonly name: string;
  readonly costs: readonly Cost[];
}

type Described = Pick<Result, "name" | "unit" | "limit">;

/** Puts a contender of ours beside a peer. Costs are of the same rounds. */
export function compare(described: Described, ours: Rounds, peer?: Rounds): Result {
  if (!peer) return { ...described, ours: sideOf(ours) };
  const ratio = (key: keyof Cost) =>
    median(
      ours.costs.map((cost, round) => (cost[key] ?? Number.NaN) / (peer.costs[round]?.[key] ?? Number.NaN)),
    );
  const cpu = ratio("cpu");
  const ratios = { wall: ratio("wall"), ...(Number.isFinite(cpu) && { cpu }) };
  return { ...described, ours: sideOf(ours), peer: sideOf(peer), ratio: ratios };
}

/** Whether it is worse than it may be. */
export function isTooMuch({ ratio, ours, limit }: Result): boolean {
  return limit !== undefined && (ratio?.wall ?? ours.wall.median) > limit;
}

function sideOf({ name, costs }: Rounds): Side {
  const cpu = costs.flatMap((cost) => cost.cpu ?? []);
  return {
    name,
    wall: spreadOf(costs.map(({ wall }) => wall)),
    ...(cpu.length > 0 && { cpu: spreadOf(cpu) }),
  };
}

function spreadOf(values: readonly number[]): Spread {
  return { min: Math.min(...values), median: median(values), max: Math.max(...values) };
}
