import { expect, test } from "vitest";
import { Keeper, type KeeperOptions } from "../../../../src/gateway/journal/keep/keeper.ts";
import { InboxError } from "../../../../src/inbox/errors.ts";
import type { Fact } from "../../../../src/journal/facts.ts";
import { calm } from "../../../support/calm.ts";
import { startedFact as fact } from "../../../support/gateway/journal-contract.ts";

const DAY_MS = 86_400_000;

/** A keeper whose timers fire when the test says so, and what its store has. */
function setUp(changes: Partial<KeeperOptions["store"]> = {}) {
  const clock = { now: 10 * DAY_MS };
  const due: Array<() => void> = [];
  const delays: number[] = [];
  const timers = {
    setTimeout: (callback: () => void, ms: number) => {
      delays.push(ms);
      return due.push(callback);
    },
    clearTimeout: () => {},
  };
  const written: Fact[][] = [];
  const store = {
    append: async (facts: readonly Fact[]) => void written.push([...facts]),
    forget: async () => 0,
    close: async () => {},
    ...changes,
  };
  const faults: [unknown, number][] = [];
  const onFault = (error: unknown, lost: number) => void faults.push([error, lost]);
  const keeper = new Keeper({ store, days: 2, onFault, now: () => clock.now, timers });
  const hear = (from: number, to = from) => {
    for (let seq = from; seq <= to; seq += 1) keeper.hear(fact(seq));
  };
  const tick = async () => {
    for (const callback of due.splice(0)) callback();
    await calm(2);
  };
  const settle = async () => {
    while (due.length > 0) await tick();
  };
  const lengths = () => written.map(({ length }) => length);
  return { keeper, clock, due, delays, hear, tick, settle, faults, written, lengths };
}

test("what is heard is written later, a few at a time, and the rest at the end", async () => {
  const { keeper, due, hear, tick, lengths } = setUp();
  hear(1, 500);
  expect([lengths(), due.length]).toEqual([[], 1]);
  await tick();
  expect(lengths()).toEqual([200]);
  await keeper.close();
  expect(lengths()).toEqual([200, 200, 100]);
});

test("what comes while facts are written waits for the next time, however slow that is", async () => {
  const { hear, delays, settle, lengths } = setUp({
    append: async (facts) => {
      lengths().push(facts.length);
      if (facts[0]?.seq === 1) hear(301, 310);
    },
  });
  hear(1, 300);
  await settle();
  // At once for what had been there, in a second for what came meanwhile.
  expect(delays).toEqual([1000, 1, 1000]);
});

test("what is too old is forgotten: at the first time, and once an hour from then on", async () => {
  const asked: [number, number][] = [];
  const counts = [200, 200, 7, 0];
  const { clock, hear, settle } = setUp({
    forget: async (...limits) => {
      asked.push(limits);
      return counts.shift() ?? 0;
    },
  });
  const hours = async (count: number) => {
    clock.now += count * 3_600_000;
    hear(1);
    await settle();
  };
  await hours(0);
  expect(asked).toEqual(Array(3).fill([8 * DAY_MS, 200]));
  await hours(0.9);
  expect(asked).toHaveLength(3);
  await hours(0.2);
  expect(asked).toHaveLength(4);
});

test("facts that cannot be written are lost, told, and disturb no others", async () => {
  const kept: number[] = [];
  const { hear, settle, faults } = setUp({
    append: async (facts) => {
      if (kept.length === 0 && faults.length === 0) throw new Error("no JSON");
      kept.push(...facts.map(({ seq }) => seq));
    },
  });
  hear(1, 2);
  await settle();
  hear(3);
  await settle();
  expect(faults).toEqual([[new Error("no JSON"), 2]]);
  expect(kept).toEqual([3]);
});

test("facts wait for the end of a fault that may pass, which is told once", async () => {
  const kept: number[] = [];
  const error = new InboxError("ERR_INBOX_UNREACHABLE", "away");
  let isAway = true;
  const { hear, tick, settle, faults, delays } = setUp({
    append: async (facts) => {
      if (isAway) throw error;
      kept.push(...facts.map(({ seq }) => seq));
    },
  });
  hear(1, 250);
  await tick();
  await tick();
  hear(251);
  isAway = false;
  await settle();
  expect(kept).toEqual(Array.from({ length: 251 }, (_, index) => index + 1));
  expect(faults).toEqual([[error, 0]]);
  expect(delays).toEqual([1000, 1000, 1000, 1]);
});

test("no more waits to be written than there is room for", async () => {
  const { hear, settle, faults } = setUp();
  hear(1, 20_005);
  await settle();
  expect(faults.map(([, lost]) => lost)).toEqual([5]);
});

test("what cannot be written at the end is told, and the store let go of", async () => {
  let isClosed = false;
  const { keeper, hear, faults } = setUp({
    append: () => Promise.reject(new InboxError("ERR_INBOX_UNREACHABLE", "away")),
    close: async () => {
      isClosed = true;
    },
  });
  hear(1, 3);
  await keeper.close();
  expect(faults.map(([, lost]) => lost)).toEqual([0, 3]);
  expect(isClosed).toBe(true);
});
