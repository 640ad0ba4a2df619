import { describe, expect, test, vi } from "vitest";
import { createDispatchDedup, type Dispatch } from "../../src/index.ts";
import { stage } from "../support/dispatch/stage.ts";

const good: Dispatch = { ids: ["m"], sessionKey: "s" };

describe("createDispatchDedup()", () => {
  test("works without options, on the clock and timers of the process", async () => {
    vi.useFakeTimers();
    try {
      const dedup = createDispatchDedup();
      const sleeps = () => new Promise<string>((resolve) => setTimeout(() => resolve("awake"), 20));
      const outcome = dedup(good, sleeps);
      await vi.advanceTimersByTimeAsync(20);
      expect(await outcome).toEqual({ status: "completed", value: "awake", waitedMs: 0, ranMs: 20 });
    } finally {
      vi.useRealTimers();
    }
  });

  test("gives each engine a memory of its own", async () => {
    const [one, two] = [createDispatchDedup(), createDispatchDedup()];
    await one(good, () => "one");
    expect(await two(good, () => "two")).toMatchObject({ status: "completed", value: "two" });
  });

  test("returns a function whose name stack traces show", () => {
    expect(createDispatchDedup().name).toBe("dispatchDedup");
  });

  test("passes the value on untouched, whatever it is", async () => {
    const dedup = createDispatchDedup();
    const value = { reply: Symbol("reply") };
    const outcome = await dedup(good, () => value);
    expect(outcome.status === "completed" && outcome.value).toBe(value);
    expect(await dedup({ ...good, ids: ["n"] }, () => {})).toMatchObject({ value: undefined });
  });

  test("gives the handler the dispatch as it came", async () => {
    const { send } = stage();
    const m = send("m", { text: "hi", lane: "main", createdAt: 5 });
    expect(m.turns[0]?.dispatch).toEqual({
      ids: ["m"],
      sessionKey: "s",
      text: "hi",
      lane: "main",
      createdAt: 5,
    });
  });
});

describe("a dispatch that is not one", () => {
  test.each<[string, unknown, string]>([
    ["nothing at all", undefined, "dispatch"],
    ["null", null, "dispatch"],
    ["no ids", { sessionKey: "s" }, "dispatch.ids"],
    ["an empty list of ids", { ...good, ids: [] }, "dispatch.ids"],
    ["an empty id", { ...good, ids: ["m", ""] }, "dispatch.ids"],
    ["an id that is no text", { ...good, ids: ["m", 7] }, "dispatch.ids"],
    ["one id instead of a list", { ...good, ids: "m" }, "dispatch.ids"],
    ["no session", { ids: ["m"] }, "dispatch.sessionKey"],
    ["an empty session", { ...good, sessionKey: "" }, "dispatch.sessionKey"],
    ["a time that is no number", { ...good, createdAt: "1779507401000" }, "dispatch.createdAt"],
    ["a time that is not finite", { ...good, createdAt: Number.NaN }, "dispatch.createdAt"],
    ["a text that is none", { ...good, text: 5 }, "dispatch.text"],
    ["a signal that is none", { ...good, signal: {} }, "dispatch.signal"],
    ["no signal, but null", { ...good, signal: null }, "dispatch.signal"],
  ])("(%s) is refused with the name of what is wrong, and is not counted", async (_, dispatch, where) => {
    const dedup = createDispatchDedup();
    const refused = dedup(dispatch as Dispatch, () => "ran");
    await expect(refused).rejects.toMatchObject({ name: "UsageError", code: "ERR_INVALID_DISPATCH" });
    await expect(refused).rejects.toThrow(`${where}: expected `);
    expect(dedup.stats()).toMatchObject({ dispatched: 0, waiting: 0 });
    expect(await dedup(good, () => "ran")).toMatchObject({ status: "completed" });
  });

  test("a handler that is no function is refused likewise", async () => {
    const refused = createDispatchDedup()(good, "handler" as never);
    await expect(refused).rejects.toThrow("next: expected a function, got a value of type string");
  });

  test("may carry a signal of another make", async () => {
    const { signal } = new AbortController();
    const foreign = {
      aborted: false,
      addEventListener: signal.addEventListener.bind(signal),
      removeEventListener: signal.removeEventListener.bind(signal),
    };
    const outcome = createDispatchDedup()(
      { ...good, signal: foreign as unknown as AbortSignal },
      () => "ran",
    );
    expect(await outcome).toMatchObject({ status: "completed" });
  });

  test.each([
    [{ ...good, ids: [] }, "dispatch.ids: expected at least one identity, got an array of 0"],
    [{ ...good, ids: ["m", ""] }, "dispatch.ids: expected non-empty strings only, got an empty string"],
    [{ ids: ["m"] }, "dispatch.sessionKey: expected a non-empty string, got nothing"],
    [{ ...good, createdAt: Number.NaN }, "dispatch.createdAt: expected ms since the epoch, got NaN"],
  ])("%o is told what it is: %s", async (dispatch, message) => {
    await expect(createDispatchDedup()(dispatch as Dispatch, () => {})).rejects.toThrow(message);
  });

  test("is refused without a word of what it holds", async () => {
    const refused = createDispatchDedup()({ ...good, ids: ["", "secret"] }, () => "ran");
    expect(String(await refused.catch((error: unknown) => error))).not.toContain("secret");
  });
});
