import { describe, expect, test } from "vitest";
import { createDispatchDedup, type Dispatch } from "../../../src/index.ts";
import { calm } from "../../support/calm.ts";

const idle = { running: 0, waiting: 0, sessions: 0 };
const done = () => "done";

/** A signal as somebody else's code may make it. */
function signalThat(more: object): AbortSignal {
  const methods = { addEventListener: () => {}, removeEventListener: () => {} };
  return Object.assign(Object.create({}), { aborted: false, ...methods, ...more }) as AbortSignal;
}

const throws = () => {
  throw new Error("not mine");
};

describe("a dispatch is taken as it was when it came", () => {
  test("another session key afterwards leaves no session stuck", async () => {
    const dedup = createDispatchDedup();
    const gate = Promise.withResolvers<void>();
    const first = dedup({ ids: ["a"], sessionKey: "s" }, () => gate.promise);
    const dispatch = { ids: ["b"], sessionKey: "s" };
    const second = dedup(dispatch, done);
    dispatch.sessionKey = "t";
    dispatch.ids.push("c");
    gate.resolve();
    await first;
    expect(await second).toMatchObject({ status: "completed" });
    expect(await dedup({ ids: ["d"], sessionKey: "s" }, done)).toMatchObject({ status: "completed" });
    expect(await dedup({ ids: ["c"], sessionKey: "s" }, done)).toMatchObject({ status: "completed" });
    expect(dedup.stats()).toMatchObject(idle);
  });

  test("while its turn runs, too", async () => {
    const dedup = createDispatchDedup();
    const gate = Promise.withResolvers<void>();
    const dispatch = { ids: ["a"], sessionKey: "s" };
    const first = dedup(dispatch, () => gate.promise);
    dispatch.sessionKey = "t";
    gate.resolve();
    await first;
    expect(await dedup({ ids: ["b"], sessionKey: "s" }, done)).toMatchObject({ status: "completed" });
    expect(dedup.stats()).toMatchObject(idle);
  });
});

describe("what throws at the door is refused, and leaves nothing behind", () => {
  test.each<[string, Partial<Dispatch>]>([
    ["a signal whose listener cannot be added", { signal: signalThat({ addEventListener: throws }) }],
    ["a signal without a method to listen by", { signal: signalThat({ addEventListener: true }) }],
    ["a signal without a method to leave by", { signal: signalThat({ removeEventListener: undefined }) }],
    [
      "a signal that cannot be read",
      { signal: Object.defineProperty(signalThat({}), "aborted", { get: throws }) },
    ],
    ["a getter", Object.defineProperty({ ids: ["a"] }, "text", { get: throws, enumerable: true })],
  ])("%s", async (_, more) => {
    const dedup = createDispatchDedup();
    const bad = Object.defineProperties(
      { ids: ["a"], sessionKey: "s" },
      Object.getOwnPropertyDescriptors(more),
    );
    await expect(dedup(bad, done)).rejects.toThrow();
    expect(dedup.stats()).toMatchObject({ ...idle, dispatched: 0 });
    expect(await dedup({ ids: ["a"], sessionKey: "s" }, done)).toMatchObject({ status: "completed" });
    await dedup.onIdle();
  });

  test.each<[string, () => number]>([
    ["throws", throws],
    ["gives no number", () => Number.NaN],
  ])("a clock that %s", async (_, bad) => {
    let now: () => number = () => 1;
    const dedup = createDispatchDedup({ now: () => now() });
    now = bad;
    await expect(dedup({ ids: ["a"], sessionKey: "s" }, done)).rejects.toThrow();
    expect(dedup.stats()).toMatchObject({ ...idle, dispatched: 0 });
    now = () => 2;
    expect(await dedup({ ids: ["a"], sessionKey: "s" }, done)).toMatchObject({ status: "completed" });
  });
});

describe("what throws later keeps nothing from its end", () => {
  test("a clock that fails while turns run and wait", async () => {
    let now: () => number = () => 1;
    const dedup = createDispatchDedup({ now: () => now() });
    const gate = Promise.withResolvers<void>();
    const both = ["a", "b"].map((id) => dedup({ ids: [id], sessionKey: "s" }, () => gate.promise));
    now = throws;
    gate.resolve();
    expect(await Promise.all(both)).toMatchObject([{ status: "completed" }, { status: "completed" }]);
    expect(dedup.stats()).toMatchObject(idle);
  });

  test("a signal that cannot be left", async () => {
    const dedup = createDispatchDedup();
    const signal = signalThat({ removeEventListener: throws });
    const both = ["a", "b"].map((id) => dedup({ ids: [id], sessionKey: "s", signal }, done));
    expect(await Promise.all(both)).toMatchObject([{ status: "completed" }, { status: "completed" }]);
  });

  test("a signal that aborts while it is being listened to", async () => {
    const dedup = createDispatchDedup();
    const signal = signalThat({ addEventListener: (_: string, aborted: () => void) => aborted() });
    const outcome = await dedup({ ids: ["a"], sessionKey: "s", signal }, done);
    expect(outcome).toEqual({ status: "cancelled", reason: "aborted" });
    await calm();
    expect(dedup.stats()).toMatchObject(idle);
  });

  test("a timer that cannot be set fails its turn, and the session goes on", async () => {
    const timers = { setTimeout: throws, clearTimeout: () => {} };
    const dedup = createDispatchDedup({ turnTimeoutMs: 100, timers });
    await expect(dedup({ ids: ["a"], sessionKey: "s" }, done)).rejects.toThrow("not mine");
    expect(dedup.stats()).toMatchObject(idle);
  });
});
