import { AsyncLocalStorage } from "node:async_hooks";
import { expect, test } from "vitest";
import { createDispatchDedup, type DispatchDedupOptions } from "../../src/index.ts";
import { calm } from "../support/calm.ts";
import { growth, heapUsed } from "../support/heap.ts";

// Bytes. An identity that is kept takes more than this, a session or a dispatch far more; below it is the noise
// of the runtime: code that was compiled, tables that have grown.
const leak = 64;
const many = 100_000;

/** Its memory of finished work is small, and full after the first few. */
function engine(options: DispatchDedupOptions = {}) {
  return createDispatchDedup({ maxSettled: 100, maxQueued: many, ...options });
}

function numbers(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, n) => from + n);
}

test("after 100,000 sessions have come and gone, a thousand at a time, the heap is back where it was", async () => {
  const dedup = engine();
  const each = await growth(many, async (from, to) => {
    for (let n = from; n < to; n += 1000) {
      const wave = numbers(n, n + 1000);
      await Promise.all(wave.map((m) => dedup({ ids: [`m${m}`], sessionKey: `s${m}` }, async () => m)));
    }
  });
  expect(dedup.stats()).toMatchObject({
    sessions: 0,
    settled: 100,
    outcomes: { completed: many + many / 10 },
  });
  expect(each).toBeLessThan(leak);
});

test("after 100,000 dispatches have waited, joined or given up, the heap is back where it was", async () => {
  const dedup = engine();
  const each = await growth(many, async (from, to) => {
    const gate = Promise.withResolvers<void>();
    const leavers: AbortController[] = [];
    const waiting = numbers(from, to).map((n) => {
      const ids = [`m${n - (n % 2)}`, `event:${n}`];
      const dispatch = { ids, sessionKey: `s${n % 200}` };
      if (n % 5 > 0) return dedup(dispatch, () => gate.promise);
      const leaver = new AbortController();
      leavers.push(leaver);
      return dedup({ ...dispatch, signal: leaver.signal }, () => gate.promise);
    });
    expect(dedup.stats()).toMatchObject({ running: 100, waiting: to - from - 100 });
    for (const leaver of leavers) leaver.abort();
    gate.resolve();
    await Promise.all(waiting);
  });
  const { outcomes, ...now } = dedup.stats();
  expect(now).toMatchObject({ running: 0, waiting: 0, sessions: 0 });
  expect(Math.min(outcomes.completed, outcomes.joined, outcomes.cancelled)).toBeGreaterThan(many / 10);
  expect(each).toBeLessThan(leak);
});

test("turns that each dispatch the next one, without waiting for it, do not keep those before them", async () => {
  const dedup = engine();
  let pause = { at: 0, reached: Promise.withResolvers<void>(), over: Promise.withResolvers<boolean>() };
  const outside = AsyncLocalStorage.snapshot();
  const step = (n: number): unknown => {
    const sessionKey = `s${n % 3}`;
    // So that it has to wait for its session.
    outside(() => void dedup({ ids: [`busy${n}`], sessionKey }, () => calm()));
    return dedup({ ids: [`m${n}`], sessionKey }, async () => {
      await calm();
      if (n === pause.at) pause.reached.resolve();
      if (n < pause.at || (await pause.over.promise)) void step(n + 1);
    });
  };
  void step(0);
  const each = await growth(20_000, async (_, to) => {
    const before = pause;
    pause = { at: to, reached: Promise.withResolvers<void>(), over: Promise.withResolvers<boolean>() };
    before.over.resolve(true);
    await pause.reached.promise;
  });
  expect(each).toBeLessThan(leak);
  pause.over.resolve(false);
  await dedup.onIdle();
});

test("room for what it may remember is taken when there is something to remember", async () => {
  const before = await heapUsed();
  const engines = Array.from({ length: 10 }, () => createDispatchDedup({ maxSettled: 1_000_000 }));
  const each = ((await heapUsed()) - before) / engines.length;
  expect(each).toBeLessThan(many);
});
