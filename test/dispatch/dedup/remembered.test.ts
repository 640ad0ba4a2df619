import { describe, expect, test } from "vitest";
import { createDispatchDedup } from "../../../src/index.ts";
import { calm } from "../../support/calm.ts";
import { stage } from "../../support/dispatch/stage.ts";
import { wallClock } from "../../support/wall-clock.ts";

const duplicate = { status: "duplicate" };
const hour = 3_600_000;

describe("finished work is remembered", () => {
  test("a later dispatch of it is a duplicate and starts nothing, whatever its session", async () => {
    const { send, started } = stage();
    await send("m").finish();
    const late = [send("late", { ids: ["m"] }), send("elsewhere", { ids: ["m"], sessionKey: "t" })];
    await calm();
    expect(late.map(({ ending }) => ending)).toEqual([duplicate, duplicate]);
    expect(started).toEqual(["m"]);
  });

  test("however the system's clock is set", async () => {
    const wall = wallClock();
    const dedup = createDispatchDedup();
    const send = (id: string) => dedup({ ids: [id], sessionKey: "s" }, () => {});
    await send("before");
    wall.jump(25 * hour);
    expect(await send("before")).toEqual(duplicate);
    wall.jump(-50 * hour);
    await send("behind");
    wall.jump(25 * hour);
    expect([await send("before"), await send("behind")]).toEqual([duplicate, duplicate]);
  });

  test("by each redelivery of Feishu: after 15 s, 5 min, 1 h and 6 h", async () => {
    const { send, started, clock } = stage();
    await send("m").finish();
    for (const after of [15_000, 300_000, hour, 6 * hour]) {
      clock.tick(after);
      expect(await send("late", { ids: ["m", `event:${after}`] }).outcome).toEqual(duplicate);
    }
    expect(started).toEqual(["m"]);
  });

  test("an identity that only a duplicate brought is known as finished from then on", async () => {
    const { send } = stage();
    await send("m").finish();
    await send("late", { ids: ["m", "fresh"] }).outcome;
    expect(await send("later", { ids: ["fresh"] }).outcome).toEqual(duplicate);
  });

  test("work that waits ends as a duplicate when a dispatch shows that it is the finished one", async () => {
    const { send, started } = stage();
    await send("m").finish();
    const busy = send("busy");
    const waits = send("fresh");
    const joins = send("joins", { ids: ["fresh"] });
    const behind = send("behind");
    await send("link", { ids: ["fresh", "m"] }).outcome;
    await busy.finish();
    expect([waits.ending, joins.ending]).toEqual([duplicate, duplicate]);
    expect(behind.turns).toHaveLength(1);
    expect(started).toEqual(["m", "busy", "behind"]);
  });

  test("work that already runs is not disturbed by such a dispatch", async () => {
    const { send } = stage();
    await send("m").finish();
    const runs = send("fresh");
    expect(await send("link", { ids: ["fresh", "m"] }).outcome).toEqual(duplicate);
    await runs.finish("hello");
    expect(runs.ending).toMatchObject({ status: "completed", value: "hello" });
  });

  test("until settledTtlMs has passed since it succeeded, and no longer", async () => {
    const { send, clock } = stage({ settledTtlMs: 1000 });
    const first = send("m");
    clock.tick(700);
    await first.finish();
    clock.tick(1000);
    expect(await send("late", { ids: ["m"] }).outcome).toEqual(duplicate);
    clock.tick(1);
    expect(send("new again", { ids: ["m"] }).turns).toHaveLength(1);
  });

  test("a duplicate does not prolong the memory", async () => {
    const { send, clock } = stage({ settledTtlMs: 1000 });
    await send("m").finish();
    clock.tick(800);
    await send("late", { ids: ["m"] }).outcome;
    clock.tick(201);
    expect(send("new again", { ids: ["m"] }).turns).toHaveLength(1);
  });

  test("until maxSettled identities have been remembered after it", async () => {
    const { send, dedup } = stage({ maxSettled: 3 });
    for (const name of ["a", "b", "c", "d"]) await send(name).finish();
    expect(dedup.stats().settled).toBe(3);
    expect(await send("late", { ids: ["b"] }).outcome).toEqual(duplicate);
    expect(send("forgotten", { ids: ["a"] }).turns).toHaveLength(1);
  });
});

describe("only success is remembered", () => {
  test("nothing is remembered while the work still runs", async () => {
    const { send, dedup } = stage();
    const runs = send("m");
    await calm();
    expect(dedup.stats().settled).toBe(0);
    await runs.finish();
    expect(dedup.stats().settled).toBe(1);
  });

  test("when the handler throws, its dispatch and every joined one reject with that same error", async () => {
    const { send } = stage();
    const busy = send("busy");
    const first = send("m");
    const joined = [send("one", { ids: ["m"] }), send("two", { ids: ["m", "x"] })];
    await busy.finish();
    const error = new Error("model overloaded");
    await first.fail(error);
    for (const { ending } of [first, ...joined]) {
      expect(ending).toEqual({ error });
      expect(ending && "error" in ending && ending.error).toBe(error);
    }
  });

  test("after a failure every identity is free again, and the redelivery runs", async () => {
    const { send, dedup } = stage();
    const first = send("m", { ids: ["m", "event:1"] });
    send("joins", { ids: ["m", "event:2"] });
    await first.fail(new Error("model overloaded"));
    expect(dedup.stats().settled).toBe(0);
    const again = ["event:1", "event:2"].map((id) => send(`again ${id}`, { ids: [id] }));
    expect(again[0]?.turns).toHaveLength(1);
    await again[0]?.finish();
    expect(again[1]?.turns).toHaveLength(1);
  });

  test.each([
    ["throws before it returns a promise", new Error("at once")],
    ["throws undefined", undefined],
  ])("a handler that %s fails like any other, and its session goes on", async (_, error) => {
    const { dedup, send } = stage();
    const failing = dedup({ ids: ["m"], sessionKey: "s" }, () => {
      throw error;
    });
    await expect(failing).rejects.toBe(error);
    expect(send("next").turns).toHaveLength(1);
  });

  test.each([
    ["overflow", { maxQueued: 0 }, {}],
    ["expired", { maxAgeMs: 1000 }, { createdAt: 0 }],
    ["cancelled", {}, { signal: AbortSignal.abort() }],
  ])("a dispatch that ends as %s leaves its identities free", async (status, options, dispatch) => {
    const { send } = stage(options);
    const busy = send("busy");
    expect(await send("m", dispatch).outcome).toMatchObject({ status });
    await busy.finish();
    expect(send("again", { ids: ["m"] }).turns).toHaveLength(1);
  });
});

describe("what a duplicate links to finished work is remembered by all its identities", () => {
  const outcomeOfC = async (busy: boolean) => {
    const { send, dedup } = stage();
    await send("a").finish();
    if (busy) send("busy");
    const linked = send("linked", { ids: ["b", "c"] });
    await send("link", { ids: ["a", "b"] }).outcome;
    expect(linked.turns).toHaveLength(busy ? 0 : 1);
    const late = await send("late", { ids: ["c"], sessionKey: "t" }).outcome;
    expect(dedup.stats().settled).toBe(3);
    return late;
  };

  test("when that still waits", async () => {
    expect(await outcomeOfC(true)).toEqual(duplicate);
  });

  test("when that runs already", async () => {
    expect(await outcomeOfC(false)).toEqual(duplicate);
  });
});
