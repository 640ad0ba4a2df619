import { describe, expect, test } from "vitest";
import type { DispatchDedup } from "../../../src/index.ts";
import { calm } from "../../support/calm.ts";
import { type Actor, opening, stage } from "../../support/dispatch/stage.ts";

const nothing = { completed: 0, joined: 0, duplicate: 0, expired: 0, overflow: 0, cancelled: 0, failed: 0 };

/** Do the counters add up? */
function balance(dedup: DispatchDedup): number {
  const { dispatched, outcomes, running, waiting } = dedup.stats();
  const ended = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
  return dispatched - ended - running - waiting;
}

describe("stats()", () => {
  test("is all zero at first", () => {
    expect(stage().dedup.stats()).toEqual({
      dispatched: 0,
      outcomes: nothing,
      running: 0,
      waiting: 0,
      sessions: 0,
      settled: 0,
      hung: 0,
    });
  });

  test("adds up after every step of a day on which everything happens", async () => {
    const { dedup, send, pass, clock } = stage({ maxQueued: 3, maxAgeMs: 60_000, turnTimeoutMs: 900 });
    const gone = new AbortController();
    const actors: Record<string, Actor> = {};
    const steps: Array<() => unknown> = [
      () => (actors.a = send("a")),
      () => send("joins a", { ids: ["a"] }),
      () => (actors.b = send("b", { signal: gone.signal })),
      () => send("joins b", { ids: ["b", "b2"] }),
      () => send("old", { createdAt: clock.now - 60_001 }),
      () => send("bypass", { text: "/status", takes: 40 }),
      () => send("joins bypass", { ids: ["bypass"] }),
      () => send("elsewhere", { sessionKey: "t", takes: 1300 }),
      () => [send("c"), send("d"), send("overflow")],
      () => gone.abort(),
      () => pass(1000),
      () => actors.a?.fail(new Error("model overloaded")),
      () => send("a again", { ids: ["a"], takes: 70 }),
      () => send("link", { ids: ["c", "d"] }),
      () => dedup.cancel("s"),
      () => pass(1000),
      () => send("late", { ids: ["elsewhere"] }),
      () => send("aborted", { signal: gone.signal }),
      () => [send("runs", { sessionKey: "u" }), send("waits", { sessionKey: "u" })],
      () => dedup.close({ timeoutMs: 0 }),
      () => send("closed"),
    ];
    for (const step of steps) {
      const done = step();
      expect(balance(dedup)).toBe(0);
      await done;
      await calm();
      expect(balance(dedup)).toBe(0);
    }
    const { outcomes, running, waiting } = dedup.stats();
    expect({ running, waiting }).toEqual({ running: 0, waiting: 0 });
    expect(Object.entries(outcomes).filter(([, count]) => count === 0)).toEqual([]);
  });

  test("tells those who wait from those who run; who joins a running turn waits", async () => {
    const { dedup, send } = stage();
    send("runs");
    send("waits");
    send("joins", { ids: ["runs"] });
    send("bypass", { text: "/status" });
    expect(dedup.stats()).toMatchObject({ dispatched: 4, running: 2, waiting: 2, sessions: 1 });
  });

  test("is a copy: what a caller does to it changes nothing", () => {
    const { dedup } = stage();
    Object.assign(dedup.stats().outcomes, { completed: 9 });
    expect(dedup.stats().outcomes.completed).toBe(0);
  });

  test("counts identities, not messages, as settled, and forgets them in time", async () => {
    const { dedup, send, clock } = stage({ settledTtlMs: 1000 });
    await send("m", { ids: ["a", "b", "c"] }).finish();
    expect(dedup.stats().settled).toBe(3);
    clock.tick(1001);
    expect(dedup.stats().settled).toBe(0);
  });
});

describe("sessions()", () => {
  test("shows what runs and since when, and what waits, in its place", async () => {
    const { dedup, send, pass } = stage();
    send("runs", { ids: ["m1", "event:1"], lane: "websocket" });
    await pass(70);
    send("first");
    await pass(5);
    send("second", { lane: "webhook" });
    send("joins", { ids: ["second", "event:9"] });
    send("elsewhere", { sessionKey: "t" });
    expect(dedup.sessions()).toEqual([
      {
        key: "s",
        running: { ids: ["m1", "event:1"], lane: "websocket", since: opening, hung: false },
        waiting: [
          { ids: ["first"], since: opening + 70, place: 1 },
          { ids: ["second", "event:9"], lane: "webhook", since: opening + 75, place: 2 },
        ],
      },
      { key: "t", running: { ids: ["elsewhere"], since: opening + 75, hung: false }, waiting: [] },
    ]);
  });

  test("shows no message text", () => {
    const { dedup, send } = stage();
    for (const name of ["a", "b"]) send(name, { text: "my password is hunter2" });
    expect(JSON.stringify(dedup.sessions())).not.toContain("hunter2");
  });

  test("shows a session that only waits for its reorder window, in the order of its turns", () => {
    const { dedup, send } = stage({ reorderWindowMs: 100 });
    send("younger", { createdAt: opening });
    send("older", { createdAt: opening - 1 });
    const [session] = dedup.sessions();
    expect(session).not.toHaveProperty("running");
    expect(session?.waiting.map(({ ids, place }) => [ids[0], place])).toEqual([
      ["older", 1],
      ["younger", 2],
    ]);
  });

  test("is empty again when everything is over", async () => {
    const { dedup, send } = stage();
    const runs = send("runs");
    const waits = send("waits");
    await runs.finish();
    await waits.finish();
    expect(dedup.sessions()).toEqual([]);
  });
});
