import { describe, expect, test } from "vitest";
import { UsageError } from "../../../src/index.ts";
import { opening, stage } from "../../support/dispatch/stage.ts";

const recalled = { status: "cancelled", reason: "recalled" };

describe("a message that is recalled", () => {
  test("while it waits gets no turn, nor does anybody who joined it, by whatever identity", async () => {
    const { send, dedup, started } = stage();
    const busy = send("busy");
    const first = send("first", { ids: ["event", "message"] });
    const joiner = send("joiner", { ids: ["message", "content"], sessionKey: "t" });
    const next = send("next");
    expect(dedup.recall("content")).toBe(1);
    expect([await first.outcome, await joiner.outcome]).toEqual([recalled, recalled]);
    await busy.finish();
    expect(started).toEqual(["busy", "next"]);
    await next.finish();
    expect(dedup.stats()).toMatchObject({
      dispatched: 4,
      outcomes: { completed: 2, cancelled: 2 },
      waiting: 0,
      sessions: 0,
    });
  });

  test.each(["event", "message", "content"])("is known by all its identities afterwards: %s", async (id) => {
    const { send, dedup } = stage();
    send("busy");
    send("first", { ids: ["event", "message", "content"] });
    dedup.recall("message");
    expect(await send("again", { ids: ["fresh", id] }).outcome).toEqual(recalled);
    expect(await send("of that", { ids: ["fresh"] }).outcome).toEqual(recalled);
  });

  test("before it comes gets no turn either, for as long as finished work is remembered", async () => {
    const { send, dedup, pass } = stage({ settledTtlMs: 1000 });
    expect(dedup.recall("message")).toBe(0);
    expect(await send("first", { ids: ["event", "message"] }).outcome).toEqual(recalled);
    await pass(1001);
    expect(send("much later", { ids: ["message"] }).turns).toHaveLength(1);
  });

  test("of so many the oldest is forgotten", async () => {
    const { send, dedup } = stage({ maxSettled: 2 });
    for (const id of ["a", "b", "c"]) dedup.recall(id);
    expect(send("a").turns).toHaveLength(1);
    expect([await send("b").outcome, await send("c").outcome]).toEqual([recalled, recalled]);
  });

  test("leaves the place in the line to the next, also across the reorder window", async () => {
    const { send, dedup, pass, started } = stage({ reorderWindowMs: 100 });
    send("first", { createdAt: opening });
    dedup.recall("first");
    const next = send("next", { createdAt: opening });
    await pass(100);
    expect(started).toEqual(["next"]);
    await next.finish();
  });

  test("turns away with it what turns out to be the same, and waits", async () => {
    const { send, dedup } = stage();
    send("busy");
    const waits = send("waits", { ids: ["content"] });
    dedup.recall("message");
    const link = send("link", { ids: ["message", "content"] });
    expect([await link.outcome, await waits.outcome]).toEqual([recalled, recalled]);
  });
});

describe("a recall while the turn runs", () => {
  test("aborts its signal; the outcome is the handler's, and joiners share it", async () => {
    const { send, dedup } = stage();
    const runs = send("runs", { ids: ["event", "message"] });
    const joins = send("joins", { ids: ["message"] });
    expect(dedup.recall("message")).toBe(1);
    expect(runs.turns[0]?.signal.reason).toMatchObject({ code: "ERR_TURN_RECALLED" });
    await runs.finish("partly");
    expect(await runs.outcome).toMatchObject({ status: "completed", value: "partly" });
    expect(await joins.outcome).toEqual({ status: "joined", value: "partly" });
  });

  test("keeps a redelivery from trying again when it failed", async () => {
    const { send, dedup } = stage();
    const runs = send("runs", { ids: ["event", "message"] });
    dedup.recall("message", { running: "ignore" });
    expect(runs.turns[0]?.signal.aborted).toBe(false);
    await runs.fail(new Error("no"));
    await expect(runs.outcome).rejects.toThrow("no");
    expect(await send("again", { ids: ["event"] }).outcome).toEqual(recalled);
  });

  test("reaches every twin", async () => {
    const { send, dedup } = stage();
    const [a, b] = [send("a"), send("b", { sessionKey: "t" })];
    send("link", { ids: ["a", "b"] });
    expect(dedup.recall("b")).toBe(2);
    expect([a, b].map(({ turns }) => turns[0]?.signal.aborted)).toEqual([true, true]);
  });

  test("does not let the session go before the handler ends", async () => {
    const { send, dedup, started } = stage();
    const runs = send("runs");
    send("next");
    dedup.recall("runs");
    expect(started).toEqual(["runs"]);
    await runs.finish();
    expect(started).toEqual(["runs", "next"]);
  });
});

test("a recall of finished work changes nothing", async () => {
  const { send, dedup } = stage();
  await send("done").finish();
  expect(dedup.recall("done")).toBe(0);
  expect(await send("done").outcome).toEqual({ status: "duplicate" });
});

test.each([undefined, "", 7])("%j cannot be recalled", (id) => {
  const { dedup } = stage();
  expect(() => dedup.recall(id as string)).toThrow(UsageError);
});
