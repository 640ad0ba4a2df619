import { describe, expect, test } from "vitest";
import { stage } from "../../support/dispatch/stage.ts";

describe("a barrier (/new, /reset)", () => {
  test("waits for the running turn, and the message after it waits for both", async () => {
    const { send, started, log } = stage();
    const turn = send("turn");
    const fresh = send("fresh", { text: "/new" });
    const next = send("next");
    expect(started).toEqual(["turn"]);
    await turn.finish();
    expect(started).toEqual(["turn", "fresh"]);
    await fresh.finish();
    await next.finish();
    expect(log).toEqual([
      "turn starts",
      "turn ends",
      "fresh starts",
      "fresh ends",
      "next starts",
      "next ends",
    ]);
  });

  test("is never merged: each /new is a turn of its own, and so is a message beside it", async () => {
    const { send, pass, started } = stage();
    for (const [n, text] of ["/new", "/new", "hi", "/reset", "hi"].entries())
      send(`m${n}`, { text, takes: 9 - n });
    await pass(100);
    expect(started).toEqual(["m0", "m1", "m2", "m3", "m4"]);
  });

  test("is deduplicated like any work", async () => {
    const { send, started } = stage();
    const first = send("fresh", { text: "/new" });
    const again = send("again", { ids: ["fresh"], text: "/new" });
    await first.finish();
    expect(again.ending).toMatchObject({ status: "joined" });
    expect(await send("late", { ids: ["fresh"], text: "/new" }).outcome).toEqual({ status: "duplicate" });
    expect(started).toEqual(["fresh"]);
  });

  test("counts as a waiting turn for maxQueued", async () => {
    const { send } = stage({ maxQueued: 1 });
    send("turn");
    send("waits");
    expect(await send("fresh", { text: "/new" }).outcome).toEqual({ status: "overflow" });
  });
});

describe('an interrupting command ("/new": "interrupt")', () => {
  const commands = { "/new": "interrupt" } as const;

  test("aborts the running turn, drops what waits, and runs once that turn has ended", async () => {
    const { send, started } = stage({ commands });
    const turn = send("turn");
    const waits = [send("one"), send("two", { text: "/reset" }), send("joins", { ids: ["one"] })];
    const fresh = send("fresh", { text: "/new" });
    expect(turn.turns[0]?.signal.reason).toMatchObject({ name: "TurnStopped", code: "ERR_TURN_INTERRUPTED" });
    expect(fresh.turns).toEqual([]);
    await turn.finish("as far as it got");
    const dropped = { status: "cancelled", reason: "interrupted" };
    expect(waits.map(({ ending }) => ending)).toEqual([dropped, dropped, dropped]);
    expect(turn.ending).toMatchObject({ status: "completed", value: "as far as it got" });
    expect(started).toEqual(["turn", "fresh"]);
  });

  test("lets what comes after it wait behind it", async () => {
    const { send, started } = stage({ commands });
    const turn = send("turn");
    const fresh = send("fresh", { text: "/new hello" });
    const next = send("next");
    await turn.finish();
    expect(started).toEqual(["turn", "fresh"]);
    await fresh.finish();
    expect(next.turns).toHaveLength(1);
  });

  test("leaves other sessions and bypass commands alone, and frees the identities it drops", async () => {
    const { send } = stage({ commands });
    const turn = send("turn");
    const waits = send("waits");
    const status = send("status", { text: "/status" });
    const other = send("other", { sessionKey: "t" });
    const fresh = send("fresh", { text: "/new" });
    expect([status, other].map(({ turns }) => turns[0]?.signal.aborted)).toEqual([false, false]);
    expect(await waits.outcome).toEqual({ status: "cancelled", reason: "interrupted" });
    const again = send("again", { ids: ["waits"] });
    await turn.finish();
    await fresh.finish();
    expect(again.turns).toHaveLength(1);
  });

  test("finds room in a full session, since it empties it", async () => {
    const { send } = stage({ commands, maxQueued: 1 });
    const turn = send("turn");
    send("waits");
    const fresh = send("fresh", { text: "/new" });
    await turn.finish();
    expect(fresh.turns).toHaveLength(1);
  });

  test("a redelivery of it interrupts nothing", async () => {
    const { send } = stage({ commands });
    await send("fresh", { text: "/new" }).finish();
    const turn = send("turn");
    const waits = send("waits");
    expect(await send("late", { ids: ["fresh"], text: "/new" }).outcome).toEqual({ status: "duplicate" });
    expect(turn.turns[0]?.signal.aborted).toBe(false);
    expect(waits.ending).toBeUndefined();
  });
});

test("the command policy can turn any word into any kind", async () => {
  const { send } = stage({ commands: { "/stop": "ordinary", "/peek": "bypass" } });
  send("turn");
  expect(send("stop", { text: "/stop" }).turns).toEqual([]);
  expect(send("peek", { text: "/peek" }).turns).toHaveLength(1);
});
