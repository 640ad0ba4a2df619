import { expect, test } from "vitest";
import { heapUsed } from "../support/heap.ts";
import { BusyBot, MAX_SETTLED } from "./busy-bot.ts";

const HOUR_MS = 3_600_000;
const SESSIONS = 1000;
/** Messages in an hour, from midnight on: 13,000 a day. */
const HOURS = [
  50, 30, 20, 20, 30, 60, 200, 500, 900, 1000, 1000, 900, 700, 900, 1000, 1000, 900, 800, 700, 600, 600, 500,
  300, 100,
];
const A_DAY = HOURS.reduce((sum, count) => sum + count, 0);
// Bytes for each message: one identity that is kept takes more, below it is the noise of the runtime.
const leak = 64;
/** It is some seconds where nothing else runs. */
const TIMEOUT_MS = 600_000;

test(
  "in a week of a busy bot everything stays within its bounds, and adds up",
  async () => {
    const seed = Date.now() % 1_000_000;
    console.log(`seed ${seed}`);
    const bot = new BusyBot(SESSIONS, seed);
    const heaps: number[] = [];
    for (let day = 1; day <= 7; day += 1) {
      for (const count of HOURS) {
        await bot.live(HOUR_MS, HOUR_MS / count);
        const { settled, sessions, running, waiting } = bot.dedup.stats();
        const { pending, done, dead } = await bot.inbox.stats();
        expect(settled).toBeLessThanOrEqual(MAX_SETTLED);
        expect(sessions).toBeLessThanOrEqual(running + waiting);
        expect(pending).toBeLessThan(SESSIONS);
        // What ended a day ago is forgotten.
        expect(done).toBeLessThan(1.2 * A_DAY);
        expect(dead).toBeLessThan(A_DAY / 100);
      }
      heaps.push(await heapUsed());
    }
    await bot.rest();
    const { dispatched, outcomes, running, waiting, sessions } = bot.dedup.stats();
    expect({ running, waiting, sessions }).toEqual({ running: 0, waiting: 0, sessions: 0 });
    expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(dispatched);
    expect(bot.accepted).toBeGreaterThan(6.5 * A_DAY);
    expect(Object.values(bot.ends).reduce((sum, count) => sum + count, 0)).toBe(bot.accepted);
    expect(bot.known).toBeGreaterThan(0.05 * bot.accepted);
    expect(bot.overlaps).toEqual([]);
    // By the third day all that is remembered is full.
    const [, , third = 0, , , , last = 0] = heaps;
    expect((last - third) / (4 * A_DAY)).toBeLessThan(leak);
  },
  TIMEOUT_MS,
);
