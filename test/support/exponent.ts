import { slopeOf } from "./slope.ts";

/** Below, what is done once for all of the work takes most of the time. */
export const FEWEST = 1000;

/**
 * The exponent by which cost grows with the count: the slope over logarithms where the work is large, of all points or of
 * the last two where that is steeper. So a part cannot hide that grows faster, and is small until the end.
 *
 * @param points in order of their counts
 */
export function exponentOf<P extends { readonly count: number }>(
  points: readonly P[],
  costOf: (point: P) => number,
): number {
  const large = points.filter(({ count }) => count >= FEWEST);
  const logs = large.map((point) => [Math.log(point.count), Math.log(costOf(point))] as const);
  return Math.max(slopeOf(logs).slope, slopeOf(logs.slice(-2)).slope);
}

/**
 * What the next amount would cost, if cost grew as it did from the last but one to the last; 0 before the work is large,
 * since till then chance says more.
 */
export function nextCostOf<P extends { readonly count: number }>(
  points: readonly P[],
  costOf: (point: P) => number,
): number {
  const [before, last] = points.filter(({ count }) => count >= FEWEST).slice(-2);
  return before && last ? costOf(last) ** 2 / costOf(before) : 0;
}
