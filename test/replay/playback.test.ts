import { describe, expect, test } from "vitest";
import type { MiddlewareChain } from "../../src/gateway/index.ts";
import { play } from "../../src/replay/playback.ts";
import { fixture, message, START } from "../support/replay/fixtures.ts";

const hour = 3_600_000;

describe("play", () => {
  test("gives the middleware virtual time, in ms since the epoch", async () => {
    const seen: number[] = [];
    const chain: MiddlewareChain = async ({ now, timers }) => {
      const wait = () => new Promise<void>((resolve) => void timers.setTimeout(resolve, hour));
      const patient = async (_: unknown, next: () => Promise<void>) => {
        seen.push(now());
        await wait();
        await next();
      };
      return Object.assign(patient, { close: async () => {} });
    };
    const log = await play(fixture({}, message(500, "hi")), chain);
    expect(seen).toEqual([START + 500]);
    expect(log.turns).toMatchObject([{ startedAt: hour + 500, endedAt: hour + 2000, status: "ok" }]);
  });

  test("closes the middleware in the end, as long as that takes; what was killed before is not told", async () => {
    const events: string[] = [];
    let starts = 0;
    const chain: MiddlewareChain = async ({ timers }) => {
      const name = `process ${++starts}`;
      events.push(`${name} starts`);
      const close = async () => {
        await new Promise<void>((resolve) => void timers.setTimeout(resolve, hour));
        events.push(`${name} closed`);
      };
      return Object.assign((_: unknown, next: () => Promise<void>) => next(), { close });
    };
    await play(fixture({}, message(0, "hi"), { at: 9, restart: true }), chain);
    expect(events).toEqual(["process 1 starts", "process 2 starts", "process 2 closed"]);
  });

  test("goes on when closing fails", async () => {
    const close = () => Promise.reject(new Error("disk full"));
    const chain: MiddlewareChain = async () =>
      Object.assign((_: unknown, next: () => Promise<void>) => next(), { close });
    const log = await play(fixture({}, message(0, "hi")), chain);
    expect(log.turns).toHaveLength(1);
    expect(log.errors).toEqual(["Error: disk full"]);
  });

  test("lets nothing of a killed process go on", async () => {
    const chain: MiddlewareChain = async ({ timers }) => {
      const late = async (_: unknown, next: () => Promise<void>) => {
        await new Promise<void>((resolve) => void timers.setTimeout(resolve, 100));
        await next();
      };
      return Object.assign(late, { close: async () => {} });
    };
    const log = await play(fixture({ turnMs: 10 }, message(0, "hi"), { at: 50, restart: true }), chain);
    // Once, by the process that found it in the inbox.
    expect(log.turns).toMatchObject([{ startedAt: 150 }]);
  });

  test("holds time back by the pace, which sees it pass from event to event", async () => {
    const moments: number[] = [];
    await play(fixture({}, message(100, "hi"), message(700, "you")), undefined, async (moment) => {
      moments.push(moment);
    });
    expect(moments).toEqual([100, 700, 1600, 3100]);
  });
});
