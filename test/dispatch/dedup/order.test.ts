import { describe, expect, test } from "vitest";
import { calm } from "../../support/calm.ts";
import { stage } from "../../support/dispatch/stage.ts";

// Uneven on purpose: a queue that lets go of slow turns passes every evenly paced test.
const durations = [14_386, 3, 250, 0, 74_111, 1, 900, 40, 5000, 2];

/** For each "x starts" in a log: does nothing else run? */
function oneAtATime(log: readonly string[]): boolean {
  return log.every((line, at) => at % 2 === 0 || line === log[at - 1]?.replace("starts", "ends"));
}

describe("one turn at a time in a session", () => {
  test("turns of uneven length never overlap and start in the order of arrival", async () => {
    const { send, log, started, pass } = stage();
    for (const [n, takes] of durations.entries()) send(`m${n}`, { takes });
    await pass(100_000);
    expect(started).toEqual(durations.map((_, n) => `m${n}`));
    expect(oneAtATime(log)).toBe(true);
  });

  test("also when they keep arriving while earlier ones run, and the session empties in between", async () => {
    const { send, log, started, pass } = stage();
    for (const [n, takes] of durations.entries()) {
      send(`m${n}`, { takes });
      await pass(n % 3 === 0 ? 15_000 : 100);
    }
    await pass(100_000);
    expect(started).toEqual(durations.map((_, n) => `m${n}`));
    expect(oneAtATime(log)).toBe(true);
  });

  test("also when turns throw", async () => {
    const { send, log, started } = stage();
    const actors = durations.map((_, n) => send(`m${n}`));
    for (const [n, each] of actors.entries()) {
      await (n % 2 ? each.finish() : each.fail(new Error("model overloaded")));
    }
    expect(started).toEqual(durations.map((_, n) => `m${n}`));
    expect(oneAtATime(log)).toBe(true);
  });

  test("also when the memory of finished work is full all the time", async () => {
    const { send, log, pass } = stage({ maxSettled: 1, settledTtlMs: 1 });
    for (const [n, takes] of durations.entries()) {
      send(`s${n}`, { takes });
      send(`t${n}`, { takes, sessionKey: "t" });
    }
    await pass(100_000);
    for (const session of ["s", "t"])
      expect(oneAtATime(log.filter((line) => line[0] === session))).toBe(true);
    expect(log).toHaveLength(4 * durations.length);
  });

  test("a free session starts its turn before the dispatch returns", () => {
    const { send } = stage();
    expect(send("m").turns).toHaveLength(1);
  });

  test("the next turn starts as soon as the one before has ended, and not before", async () => {
    const { send } = stage();
    const first = send("first");
    const second = send("second");
    await calm();
    expect(second.turns).toEqual([]);
    await first.finish();
    expect(second.turns).toHaveLength(1);
  });

  test("nothing that happens to a turn lets the next one start before its handler has ended", async () => {
    const { send, dedup, clock } = stage({ turnTimeoutMs: 60_000, settledTtlMs: 1 });
    const gone = new AbortController();
    const first = send("first", { signal: gone.signal });
    gone.abort();
    dedup.cancel("s");
    const next = send("next");
    await clock.tickAsync(24 * 3_600_000);
    expect(first.turns[0]?.signal.aborted).toBe(true);
    expect(next.turns).toEqual([]);
    await first.finish();
    expect(next.turns).toHaveLength(1);
  });

  test("what each dispatch waited and ran is told to the ms", async () => {
    const { send, pass } = stage();
    const first = send("first", { takes: 14_386 });
    await pass(386);
    const second = send("second", { takes: 20 });
    await pass(20_000);
    expect(first.ending).toEqual({ status: "completed", value: "first", waitedMs: 0, ranMs: 14_386 });
    expect(second.ending).toEqual({ status: "completed", value: "second", waitedMs: 14_000, ranMs: 20 });
  });
});

describe("sessions are independent", () => {
  test("a session that is blocked delays no other", async () => {
    const { send, pass } = stage();
    send("blocked");
    for (let n = 0; n < 20; n++) send(`behind ${n}`);
    const others = durations.map((takes, n) => send(`free ${n}`, { sessionKey: `t${n}`, takes }));
    expect(others.every(({ turns }) => turns.length === 1)).toBe(true);
    await pass(74_111);
    expect(others.every(({ ending }) => ending)).toBe(true);
  });

  test("a hundred sessions each keep their own order", async () => {
    const { send, started, pass } = stage();
    const sessions = Array.from({ length: 100 }, (_, n) => `s${n}`);
    for (const n of [0, 1, 2]) {
      for (const [s, sessionKey] of sessions.entries()) {
        send(`${sessionKey}:${n}`, { sessionKey, takes: durations[(s + 3 * n) % durations.length] ?? 0 });
      }
    }
    await pass(200_000);
    const of = (key: string) => started.filter((name) => name.startsWith(`${key}:`));
    for (const key of sessions) expect(of(key)).toEqual([0, 1, 2].map((n) => `${key}:${n}`));
  });
});
