import { expect, test } from "vitest";
import { SettledIdentities } from "../../../src/dispatch/identity/settled.ts";

function settled(options: { max?: number; ttlMs?: number } = {}) {
  const clock = { now: 0 };
  const identities = new SettledIdentities({ max: 100, ttlMs: 1000, ...options, now: () => clock.now });
  return { identities, clock };
}

test("knows an identity from when it was added until its time is over", () => {
  const { identities, clock } = settled();
  expect(identities.hasAny(["a"])).toBe(false);
  identities.add(["a"], "work");
  clock.now = 1000;
  expect(identities.hasAny(["a"])).toBe(true);
  clock.now = 1001;
  expect(identities.hasAny(["a"])).toBe(false);
});

test("one known identity among many is enough", () => {
  const { identities } = settled();
  identities.add(["a", "b"], "work");
  expect(identities.hasAny(["x", "y", "b"])).toBe(true);
  expect(identities.hasAny(["x", "y"])).toBe(false);
  expect(identities.hasAny([])).toBe(false);
});

test("an identity that is added again has a full time from then on", () => {
  const { identities, clock } = settled();
  identities.add(["a"], "work");
  clock.now = 900;
  identities.add(["a"], "work");
  clock.now = 1900;
  expect(identities.hasAny(["a"])).toBe(true);
});

test("one that was forgotten can be added anew, with a full time", () => {
  const { identities, clock } = settled();
  identities.add(["a"], "work");
  clock.now = 1001;
  identities.add(["a"], "work");
  clock.now = 2001;
  expect(identities.hasAny(["a"])).toBe(true);
});

test("when it is full the oldest go first, and being asked for makes none younger", () => {
  const { identities } = settled({ max: 3 });
  identities.add(["a", "b", "c"], "work");
  identities.hasAny(["a"]);
  identities.add(["d"], "work");
  expect(["a", "b", "c", "d"].map((id) => identities.hasAny([id]))).toEqual([false, true, true, true]);
  expect(identities.size).toBe(3);
});

test("its size does not count what is over", () => {
  const { identities, clock } = settled();
  identities.add(["a", "b"], "work");
  clock.now = 500;
  identities.add(["c"], "work");
  clock.now = 1001;
  expect(identities.size).toBe(1);
});

test("believes a clock that starts at 0, and one that stands still", () => {
  const { identities } = settled({ ttlMs: 1 });
  identities.add(["a"], "work");
  expect(identities.hasAny(["a"])).toBe(true);
});
