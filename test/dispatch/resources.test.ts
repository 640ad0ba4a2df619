import { getEventListeners } from "node:events";
import { describe, expect, test } from "vitest";
import { calm } from "../support/calm.ts";
import { type Actor, type Scene, stage } from "../support/dispatch/stage.ts";

describe("a dispatch that waits", () => {
  test("costs no timer, however many wait", async () => {
    const { send, clock } = stage({ maxAgeMs: 60_000, settledTtlMs: 60_000 });
    for (let n = 0; n < 50; n++) send(`m${n}`, { createdAt: clock.now });
    for (let n = 0; n < 50; n++) send(`joins ${n}`, { ids: [`m${n}`] });
    await calm();
    expect(clock.countTimers()).toBe(0);
  });

  test("costs none under turnTimeoutMs either: only the turn that runs has one", async () => {
    const { send, clock } = stage({ turnTimeoutMs: 60_000 });
    for (let n = 0; n < 50; n++) send(`m${n}`);
    await calm();
    expect(clock.countTimers()).toBe(1);
  });

  test("in a reorder window shares one timer with its whole session", async () => {
    const { send, clock } = stage({ reorderWindowMs: 100 });
    for (let n = 0; n < 50; n++) send(`m${n}`, { createdAt: n, takes: 0 });
    await calm();
    expect(clock.countTimers()).toBe(1);
    await clock.tickAsync(200);
    expect(clock.countTimers()).toBe(0);
  });

  test("has one listener on its signal, and so has the turn that it becomes", async () => {
    const { send } = stage();
    const { signal } = new AbortController();
    const listeners = () => getEventListeners(signal, "abort").length;
    const busy = send("busy");
    const waits = send("waits", { signal });
    expect(listeners()).toBe(1);
    await busy.finish();
    expect([waits.turns.length, listeners()]).toEqual([1, 1]);
    await waits.finish();
    expect(listeners()).toBe(0);
  });

  test("makes no listener when it does not wait at all", async () => {
    const { send } = stage({ maxQueued: 0 });
    const { signal } = new AbortController();
    await send("m").finish();
    send("busy");
    await Promise.all([send("m", { signal }).outcome, send("overflow", { signal }).outcome]);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });
});

type Stage = ReturnType<typeof stage>;

describe("no listener is left on the signal of a dispatch", () => {
  test.each<[string, Scene, (stage: Stage, actor: Actor, busy: Actor) => unknown]>([
    ["completed", {}, (_, actor, busy) => busy.finish().then(() => actor.finish())],
    ["failed", {}, (_, actor, busy) => busy.finish().then(() => actor.fail(new Error("model overloaded")))],
    ["joined", { ids: ["busy"] }, (_, __, busy) => busy.finish()],
    ["cancelled by an operator", {}, ({ dedup }) => dedup.cancel("s")],
    ["closed while it waited", {}, ({ dedup }) => void dedup.close()],
    ["closed while it ran", { sessionKey: "t" }, ({ dedup }) => dedup.close({ timeoutMs: 0 })],
    [
      "found to be finished",
      { ids: ["alias"] },
      ({ send }) => send("link", { ids: ["done", "alias"] }).outcome,
    ],
    ["made one with other work", {}, absorbed],
    ["completed as a bypass command", { text: "/stop" }, (_, actor) => actor.finish()],
  ])("that was %s", async (_, scene, end) => {
    const theatre = stage();
    await theatre.send("done", { sessionKey: "before" }).finish();
    const { signal } = new AbortController();
    const busy = theatre.send("busy");
    const actor = theatre.send("m", { ...scene, signal });
    expect(getEventListeners(signal, "abort")).toHaveLength(1);
    await end(theatre, actor, busy);
    await calm();
    expect(actor.ending).toBeDefined();
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  test("that moved to another session when its leader left", async () => {
    const { send } = stage();
    const leader = new AbortController();
    const { signal } = new AbortController();
    send("busy");
    send("leader", { ids: ["m"], signal: leader.signal });
    const heir = send("heir", { ids: ["m"], sessionKey: "t", signal });
    leader.abort();
    expect(getEventListeners(signal, "abort")).toHaveLength(1);
    await heir.finish();
    expect([getEventListeners(signal, "abort"), heir.ending]).toMatchObject([[], { status: "completed" }]);
  });
});

async function absorbed({ send }: Stage, actor: Actor): Promise<void> {
  const first = send("first", { sessionKey: "done" });
  send("link", { ids: ["first", "m"] });
  await first.finish();
  expect(actor.ending).toMatchObject({ status: "joined" });
}
