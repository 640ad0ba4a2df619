import { describe, expect, test } from "vitest";
import { opening, stage } from "../../support/dispatch/stage.ts";

const at = (ms: number) => ({ createdAt: opening + ms });

describe("reorderWindowMs", () => {
  test("an ordinary turn waits for the window, and an older message overtakes it", async () => {
    const { send, started, pass } = stage({ reorderWindowMs: 100 });
    send("younger", { ...at(-10), takes: 5 });
    await pass(60);
    send("older", { ...at(-20), takes: 7 });
    await pass(39);
    expect(started).toEqual([]);
    await pass(200);
    expect(started).toEqual(["older", "younger"]);
  });

  test("turns start in the order in which they were written, whatever order they arrive in", async () => {
    const { send, started, pass } = stage({ reorderWindowMs: 100 });
    for (const n of [3, 0, 4, 1, 2]) send(`m${n}`, { ...at(n), takes: 50 - 10 * n });
    await pass(500);
    expect(started).toEqual(["m0", "m1", "m2", "m3", "m4"]);
  });

  test("after the window an older message comes too late to overtake", async () => {
    const { send, started, pass } = stage({ reorderWindowMs: 100 });
    const busy = send("busy", { text: "/reset" });
    send("younger", at(-10));
    await pass(100);
    send("older", at(-20));
    await pass(1000);
    await busy.finish();
    expect(started).toEqual(["busy", "younger"]);
  });

  test("a turn that waited for its session longer than the window does not wait again", async () => {
    const { send, pass } = stage({ reorderWindowMs: 100 });
    const busy = send("busy", { text: "/reset" });
    const next = send("next", at(0));
    await pass(100);
    await busy.finish();
    expect(next.turns).toHaveLength(1);
  });

  test("one that waited for a part of the window waits for the rest", async () => {
    const { send, pass } = stage({ reorderWindowMs: 100 });
    const busy = send("busy", { text: "/reset" });
    const next = send("next", at(0));
    await pass(40);
    await busy.finish();
    await pass(59);
    expect(next.turns).toEqual([]);
    await pass(1);
    expect(next.turns).toHaveLength(1);
  });

  test("equal times keep the order of arrival", async () => {
    const { send, started, pass } = stage({ reorderWindowMs: 100 });
    for (const name of ["first", "second", "third"]) send(name, { ...at(0), takes: 1 });
    await pass(200);
    expect(started).toEqual(["first", "second", "third"]);
  });

  test("nothing passes a barrier, and no turn waits for the window when one is behind it", async () => {
    const { send, started, pass } = stage({ reorderWindowMs: 100 });
    send("before", { ...at(0), takes: 10 });
    await pass(30);
    send("fresh", { ...at(10), text: "/new", takes: 10 });
    send("older than both", { ...at(-10), takes: 10 });
    await pass(0);
    expect(started).toEqual(["before"]);
    await pass(300);
    expect(started).toEqual(["before", "fresh", "older than both"]);
  });

  test("a barrier that was written earlier goes before the ordinary turns still in the window", async () => {
    const { send, started, pass } = stage({ reorderWindowMs: 100 });
    send("younger", { ...at(0), takes: 10 });
    send("fresh", { ...at(-10), text: "/new", takes: 10 });
    await pass(300);
    expect(started).toEqual(["fresh", "younger"]);
  });

  test("a barrier and a message that does not say when it was written start at once", () => {
    const { send } = stage({ reorderWindowMs: 100 });
    expect(send("fresh", { ...at(0), text: "/new" }).turns).toHaveLength(1);
    expect(send("undated", { sessionKey: "t" }).turns).toHaveLength(1);
  });

  test("a bypass command does not wait for it", () => {
    const { send } = stage({ reorderWindowMs: 100 });
    expect(send("stop", { ...at(0), text: "/stop" }).turns).toHaveLength(1);
  });

  test("the turn that waits can be cancelled, and the next one has a window of its own", async () => {
    const { send, dedup, pass, clock } = stage({ reorderWindowMs: 100 });
    const first = send("first", at(0));
    await pass(60);
    expect(dedup.cancel("s")).toBe(1);
    expect(await first.outcome).toEqual({ status: "cancelled", reason: "interrupted" });
    expect([dedup.stats().sessions, clock.countTimers()]).toEqual([0, 0]);
    const second = send("second", at(1));
    await pass(99);
    expect(second.turns).toEqual([]);
    await pass(1);
    expect(second.turns).toHaveLength(1);
  });

  test("when the first in line leaves, the next one waits for its own window only", async () => {
    const { send, pass } = stage({ reorderWindowMs: 100 });
    const gone = new AbortController();
    send("first", { ...at(0), signal: gone.signal });
    await pass(50);
    const second = send("second", at(1));
    gone.abort();
    await pass(99);
    expect(second.turns).toEqual([]);
    await pass(1);
    expect(second.turns).toHaveLength(1);
  });
});
