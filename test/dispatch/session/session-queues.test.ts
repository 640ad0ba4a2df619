import { createClock } from "@sinonjs/fake-timers";
import { expect, test } from "vitest";
import { type DispatchDedupOptions, resolveOptions } from "../../../src/dispatch/options.ts";
import { SessionQueues } from "../../../src/dispatch/session/session-queues.ts";
import type { Work } from "../../../src/dispatch/turn/work.ts";
import { calm } from "../../support/calm.ts";
import { start, turn, work } from "../../support/dispatch/works.ts";

/** Queues whose turns run until they are ended by name. */
function queues(options: DispatchDedupOptions = {}) {
  const clock = createClock();
  const started: string[] = [];
  const ends = new Map<string, () => void>();
  const run = (work: Work) => {
    const running = start(work);
    const name = running.caller.dispatch.ids[0] ?? "?";
    started.push(name);
    return new Promise<void>((resolve) => {
      ends.set(name, () => {
        sessions.release(running);
        resolve();
      });
    });
  };
  const sessions = new SessionQueues(
    resolveOptions({ now: () => clock.now, timers: clock, ...options }),
    run,
  );
  const end = (name: string) => {
    ends.get(name)?.();
    return calm();
  };
  return { sessions, started, end, clock };
}

test("a session exists from its first work to the end of its last, and no longer", async () => {
  const { sessions, end } = queues();
  sessions.add(work("a"));
  sessions.add(work("b"));
  expect(sessions.size).toBe(1);
  await end("a");
  expect(sessions.size).toBe(1);
  await end("b");
  expect(sessions.size).toBe(0);
});

test("a session that comes back at once after its end runs its work at once", async () => {
  const { sessions, started, end } = queues();
  for (let n = 0; n < 50; n++) {
    sessions.add(work(`turn ${n}`));
    const ended = end(`turn ${n}`);
    sessions.add(work(`next ${n}`));
    expect(started).toHaveLength(2 * n + 2);
    await ended;
    await end(`next ${n}`);
  }
});

test("sessions that come after it have each a line of their own", async () => {
  const { sessions, started, end } = queues();
  sessions.add(work("a"));
  await end("a");
  sessions.add(work("b", { sessionKey: "t" }));
  sessions.add(work("c", { sessionKey: "u" }));
  sessions.add(work("d", { sessionKey: "t" }));
  expect(started).toEqual(["a", "b", "c"]);
  await end("c");
  expect(started).toEqual(["a", "b", "c"]);
  await end("b");
  expect(started).toEqual(["a", "b", "c", "d"]);
});

test("work that was withdrawn is skipped, and the room it left is used again", async () => {
  const { sessions, started, end } = queues();
  const [a, b, c, d] = ["a", "b", "c", "d"].map((name) => work(name)) as [Work, Work, Work, Work];
  for (const each of [a, b, c]) sessions.add(each);
  sessions.withdraw(b);
  sessions.withdraw(c);
  sessions.add(d);
  await end("a");
  await end("d");
  expect(started).toEqual(["a", "d"]);
  expect(sessions.size).toBe(0);
});

test("work that comes after all that waited was withdrawn and the turn has ended starts at once", async () => {
  const { sessions, started, end } = queues();
  const b = work("b");
  sessions.add(work("a"));
  sessions.add(b);
  sessions.withdraw(b);
  const ended = end("a");
  expect(sessions.size).toBe(0);
  sessions.add(work("c"));
  expect(started).toEqual(["a", "c"]);
  await ended;
  await end("c");
  expect(sessions.size).toBe(0);
});

test("clearing gives what waited, in order, and leaves the running turn", async () => {
  const { sessions, started, end } = queues();
  const [b, c] = [work("b"), work("c")];
  sessions.add(work("a"));
  sessions.add(b);
  sessions.add(c);
  expect(sessions.clear("s")).toEqual([b, c]);
  expect(sessions.clear("nobody")).toEqual([]);
  expect(sessions.size).toBe(1);
  await end("a");
  expect(started).toEqual(["a"]);
});

test("only the turn that holds a session can let it go", async () => {
  const { sessions, started } = queues();
  sessions.add(work("a"));
  sessions.add(work("b"));
  sessions.release(turn("bypass", { sessionKey: "s" }));
  await calm();
  expect([started, sessions.holder("s")?.caller.dispatch.ids]).toEqual([["a"], ["a"]]);
});

test("is full when maxQueued wait; the one that runs does not count, and a free session has room", () => {
  const { sessions } = queues({ maxQueued: 1 });
  expect(sessions.isFull("s")).toBe(false);
  sessions.add(work("a"));
  expect(sessions.isFull("s")).toBe(false);
  sessions.add(work("b"));
  expect([sessions.isFull("s"), sessions.isFull("t")]).toEqual([true, false]);
});

test("one timer at most waits for the reorder window of a session, and none when it is over", async () => {
  const { sessions, started, clock } = queues({ reorderWindowMs: 100 });
  for (let n = 0; n < 10; n++) sessions.add(work(`m${n}`, { createdAt: n, arrivedAt: 0 }));
  await calm();
  expect(clock.countTimers()).toBe(1);
  await clock.tickAsync(100);
  expect([started, clock.countTimers()]).toEqual([["m0"], 0]);
});
