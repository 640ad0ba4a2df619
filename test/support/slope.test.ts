import { describe, expect, test } from "vitest";
import { seededRandom } from "../../src/stand-in/random.ts";
import { exponentOf, nextCostOf } from "./exponent.ts";
import { median, slopeOf } from "./slope.ts";

const xs = Array.from({ length: 40 }, (_, index) => index);

describe("the slope of a series", () => {
  test("is that of a line", () => {
    expect(slopeOf(xs.map((x) => [x, 3 * x + 1] as const))).toEqual({ slope: 3, least: 3, most: 3 });
  });

  test("is not changed by a quarter of points that are anything", () => {
    const { slope } = slopeOf(xs.map((x) => [x, x % 4 === 0 ? 1e6 : 3 * x] as const));
    expect(slope).toBeGreaterThan(2.5);
    expect(slope).toBeLessThan(3.5);
  });

  test.each([0, 3])("lies between its bounds, of noise around %d", (truth) => {
    const random = seededRandom(1);
    const { least, most } = slopeOf(xs.map((x) => [x, truth * x + 20 * random()] as const));
    expect(least).toBeLessThan(truth);
    expect(most).toBeGreaterThan(truth);
    expect(most - least).toBeLessThan(1);
  });

  test.each([
    [[]],
    [[[1, 1]]],
    [
      [
        [1, 1],
        [1, 2],
      ],
    ],
  ] as const)("is none of %j", (points) => {
    expect(slopeOf(points).slope).toBeNaN();
  });
});

test.each([
  [[3, 1, 2], 2],
  [[4, 1, 2, 3], 2.5],
  [[7], 7],
  [[], Number.NaN],
])("the median of %j is %d", (values, expected) => {
  expect(median(values)).toBe(expected);
});

describe("the exponent of a cost", () => {
  const counts = [1, 10, 100, 1000, 10_000, 100_000].map((count) => ({ count }));
  const exponent = (costOf: (count: number) => number) => exponentOf(counts, ({ count }) => costOf(count));

  test("is 1 where it is in proportion, however much is done once for all", () => {
    expect(exponent((count) => 500 + 8 * count)).toBeCloseTo(1, 1);
  });

  test("is that of a power", () => {
    expect(exponent((count) => 8 * count ** 1.5)).toBeCloseTo(1.5);
  });

  test("tells of a quadratic part that is small until the end", () => {
    expect(exponent((count) => 8 * count + 0.0003 * count ** 2)).toBeGreaterThan(1.35);
  });
});

test.each([
  ["of what is quadratic, a hundred times the last", [100, 1000, 10_000], 9e9],
  ["nothing while the work is small", [1, 10, 100, 1000], 0],
  ["nothing where there is none", [], 0],
])("the next cost is %s", (_, counts, expected) => {
  const points = counts.map((count) => ({ count }));
  expect(nextCostOf(points, ({ count }) => 0.9 * count ** 2)).toBeCloseTo(expected);
});
