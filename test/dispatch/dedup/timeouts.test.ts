import { describe, expect, test } from "vitest";
import { calm } from "../../support/calm.ts";
import { type Actor, stage } from "../../support/dispatch/stage.ts";

describe("turnTimeoutMs", () => {
  test("aborts the signal of a turn that outruns it, counts it and shows it as hung", async () => {
    const { send, dedup, pass } = stage({ turnTimeoutMs: 5000 });
    const hangs = send("hangs");
    await pass(4999);
    expect([hangs.turns[0]?.signal.aborted, dedup.stats().hung]).toEqual([false, 0]);
    await pass(1);
    expect(hangs.turns[0]?.signal.reason).toMatchObject({ name: "TurnStopped", code: "ERR_TURN_TIMEOUT" });
    expect(dedup.stats()).toMatchObject({ hung: 1, running: 1 });
    expect(dedup.sessions()[0]?.running?.hung).toBe(true);
  });

  test("keeps the session held: nothing overtakes a hung turn, however long it takes", async () => {
    const { send, pass } = stage({ turnTimeoutMs: 5000 });
    const hangs = send("hangs");
    const next = send("next");
    await pass(7 * 24 * 3_600_000);
    expect(next.turns).toEqual([]);
    await hangs.finish("late, but here");
    expect(hangs.ending).toMatchObject({ status: "completed", value: "late, but here" });
    expect(next.turns).toHaveLength(1);
  });

  test("counts from the start of the turn, not from its arrival", async () => {
    const { send, dedup, pass } = stage({ turnTimeoutMs: 5000 });
    const first = send("first");
    send("second");
    await pass(4000);
    await first.finish();
    await pass(4999);
    expect(dedup.stats().hung).toBe(0);
    await pass(1);
    expect(dedup.stats().hung).toBe(1);
  });

  test("watches bypass commands and inner turns as well", async () => {
    const { send, dedup, pass } = stage({ turnTimeoutMs: 5000 });
    send("outer", { does: async () => (await send("inner").outcome).status });
    send("bypass", { text: "/status" });
    await pass(5000);
    expect(dedup.stats().hung).toBe(3);
  });

  test("a hung turn can be told again by an operator; the first reason stays", async () => {
    const { send, dedup, pass } = stage({ turnTimeoutMs: 5000 });
    const hangs = send("hangs");
    await pass(5000);
    expect(dedup.cancel("s")).toBe(1);
    expect(hangs.turns[0]?.signal.reason).toMatchObject({ code: "ERR_TURN_TIMEOUT" });
  });

  test.each(["finish", "fail"] as const)("costs no timer once the turn has ended (%s)", async (end) => {
    const { send, clock } = stage({ turnTimeoutMs: 5000 });
    const runs = send("runs");
    expect(clock.countTimers()).toBe(1);
    await runs[end]("whatever");
    expect(clock.countTimers()).toBe(0);
  });

  test("by default there is none", async () => {
    const { send, clock } = stage();
    send("runs");
    await calm();
    expect(clock.countTimers()).toBe(0);
  });

  test("an inner turn that hangs keeps the session of the outer one, which did not wait for it", async () => {
    const { send, dedup, pass } = stage({ turnTimeoutMs: 5000 });
    const inner: Actor[] = [];
    send("outer", {
      does: () => {
        inner.push(send("inner"));
        return "done";
      },
    });
    const next = send("next");
    await pass(60_000);
    expect([next.turns.length, dedup.stats().hung]).toEqual([0, 1]);
    await inner[0]?.finish();
    expect(next.turns).toHaveLength(1);
  });
});
