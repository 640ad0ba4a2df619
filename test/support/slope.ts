/** A point of a series. */
export type Point = readonly [x: number, y: number];

/** By how much y grows for each x, and between which bounds that is sure to 95 %. */
export interface Slope {
  readonly slope: number;
  readonly least: number;
  readonly most: number;
}

/** Of the normal distribution, for 95 %. */
const Z = 1.96;

/**
 * The slope of a series: the median of the slopes between all pairs of points (Theil–Sen), with Sen's bounds. Up to 29 % of
 * the points may be anything, which is what a busy machine makes of some.
 *
 * @returns NaN for fewer than two different x
 * @see https://en.wikipedia.org/wiki/Theil%E2%80%93Sen_estimator
 */
export function slopeOf(points: readonly Point[]): Slope {
  const slopes = points
    .flatMap(([x, y], index) =>
      points.slice(index + 1).flatMap(([other, its]) => (other === x ? [] : (its - y) / (other - x))),
    )
    .sort((a, b) => a - b);
  const { length: n } = points;
  // By how many of Kendall's pairs the order of the points may be off by chance.
  const off = Z * Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18);
  const at = (index: number) =>
    slopes[Math.max(0, Math.min(slopes.length - 1, Math.round(index)))] ?? Number.NaN;
  return {
    slope: median(slopes),
    least: at((slopes.length - off) / 2),
    most: at((slopes.length + off) / 2),
  };
}

/** The value in the middle; NaN for none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  const [below = Number.NaN, above = Number.NaN] = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]];
  return (below + above) / 2;
}
