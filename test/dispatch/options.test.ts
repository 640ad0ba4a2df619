import { describe, expect, test } from "vitest";
import { resolveOptions } from "../../src/dispatch/options.ts";
import { createDispatchDedup, type DispatchDedupOptions } from "../../src/index.ts";

const longestDelay = 2 ** 31 - 1;

test("every option has the default that its comment promises", () => {
  expect(resolveOptions()).toEqual({
    settledTtlMs: 86_400_000,
    maxSettled: 100_000,
    maxQueued: 64,
    maxAgeMs: 0,
    turnTimeoutMs: 0,
    reorderWindowMs: 0,
    commands: {},
    now: Date.now,
    timers: globalThis,
  });
});

test("settled work is remembered for longer than Feishu redelivers", () => {
  const lastRedelivery = 15_000 + 5 * 60_000 + 3_600_000 + 6 * 3_600_000;
  expect(resolveOptions().settledTtlMs).toBeGreaterThan(lastRedelivery);
});

test("what is given is kept, and the rest has its default; undefined means the default", () => {
  const options = resolveOptions({ maxQueued: 3, commands: { "/peek": "bypass" } });
  expect(options).toMatchObject({ maxQueued: 3, commands: { "/peek": "bypass" }, maxAgeMs: 0 });
  expect(resolveOptions({ maxQueued: undefined } as never).maxQueued).toBe(64);
});

test("the result is frozen, and apart from what was given", () => {
  const given: { maxQueued: number; commands: Record<string, "bypass"> } = { maxQueued: 3, commands: {} };
  const options = resolveOptions(given);
  given.commands["/peek"] = "bypass";
  expect(Object.isFrozen(options)).toBe(true);
  expect(options.commands).toEqual({});
});

describe("the ends of each range are allowed, and one step further is refused by name", () => {
  const ranges: Array<[keyof DispatchDedupOptions, number, number]> = [
    ["settledTtlMs", 1, longestDelay],
    ["maxSettled", 1, 10_000_000],
    ["maxQueued", 0, Number.MAX_SAFE_INTEGER],
    ["maxAgeMs", 0, longestDelay],
    ["turnTimeoutMs", 0, longestDelay],
    ["reorderWindowMs", 0, longestDelay],
  ];

  test.each(ranges)("%s: %d to %d", (name, least, most) => {
    for (const value of [least, most]) expect(resolveOptions({ [name]: value })[name]).toBe(value);
    expect(() => resolveOptions({ [name]: least - 1 })).toThrow(
      `option ${name}: expected at least ${least}, got ${least - 1}`,
    );
    expect(() => resolveOptions({ [name]: most + 1 })).toThrow(`option ${name}: expected at most ${most}`);
  });
});

describe("a bad option", () => {
  test.each<[unknown, string]>([
    [{ maxQueued: "64" }, "option maxQueued: expected number, got a string"],
    [{ maxQueued: 1.5 }, "option maxQueued: expected int, got 1.5"],
    [{ turnTimeoutMs: Number.NaN }, "option turnTimeoutMs: expected number, got NaN"],
    [{ turnTimeoutMs: Number.POSITIVE_INFINITY }, "option turnTimeoutMs: expected number, got Infinity"],
    [{ maxQueue: 1 }, "option maxQueue: no such key"],
    [
      { commands: { "/new": "now" } },
      'option commands["/new"]: expected "ordinary" or "barrier" or "interrupt" or',
    ],
    [{ commands: ["/new"] }, "option commands: expected record, got an array"],
    [{ now: 5 }, "option now: expected a function that returns ms, got 5"],
    [{ timers: {} }, "option timers: expected an object with setTimeout and clearTimeout, got an object"],
    [{ timers: null }, "option timers: expected an object with setTimeout and clearTimeout, got null"],
  ])("%o is refused: %s", (options, line) => {
    expect(() => createDispatchDedup(options as DispatchDedupOptions)).toThrow(line);
  });

  test("gives a UsageError with a code and the schema's own error as cause", () => {
    const refusal = expect(() => createDispatchDedup({ maxQueued: -1 }));
    refusal.toThrow(expect.objectContaining({ name: "UsageError", code: "ERR_INVALID_OPTION" }));
    refusal.toThrow(expect.objectContaining({ cause: expect.objectContaining({ name: "ZodError" }) }));
  });
});
