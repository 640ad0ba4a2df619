import fc from "fast-check";
import { expect, test } from "vitest";
import { Durations } from "../../../src/journal/view/durations.ts";

test("the quantiles are at most 10 % and a millisecond off, and never too short", () => {
  const times = fc.array(fc.nat({ max: 86_400_000 }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(times, (all) => {
      const durations = new Durations();
      for (const ms of all) durations.add(ms);
      const sorted = all.toSorted((a, b) => a - b);
      for (const [share, found] of [
        [0.5, durations.quantiles.p50],
        [0.95, durations.quantiles.p95],
      ] as const) {
        const exact = sorted[Math.ceil(all.length * share) - 1] ?? Number.NaN;
        expect(found).toBeGreaterThanOrEqual(exact - 1);
        expect(found).toBeLessThanOrEqual(exact * 1.1 + 1);
      }
    }),
  );
});

test("of nothing there is none", () => {
  expect(new Durations().quantiles).toEqual({ count: 0, p50: undefined, p95: undefined });
});
