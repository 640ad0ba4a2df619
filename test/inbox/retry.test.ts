import { expect, test } from "vitest";
import { retryAfter } from "../../src/inbox/retry.ts";

const waits = (random: number, policy = {}) =>
  [1, 2, 3, 4, 5, 6].map((attempt) => retryAfter(attempt, 1000, { ...policy, random: () => random }).retryAt);

test("doubles the wait after each failure, up to its limit, and gives up after the last", () => {
  expect(waits(1)).toEqual([3000, 5000, 9000, 17_000, undefined, undefined]);
  expect(waits(1, { firstDelayMs: 100, maxDelayMs: 350, maxAttempts: 6 })).toEqual([
    1100,
    1200,
    1350,
    1350,
    1350,
    undefined,
  ]);
});

test("waits at least half as long, so that nothing comes back at once", () => {
  expect(waits(0)).toEqual([2000, 3000, 5000, 9000, undefined, undefined]);
});

test("gives whole ms, as the inbox wants them", () => {
  expect(retryAfter(1, 0, { firstDelayMs: 3, random: () => 0.123 })).toEqual({ retryAt: 2 });
});

test("can be told not to try again at all", () => {
  expect(retryAfter(1, 0, { maxAttempts: 1 })).toEqual({});
});
