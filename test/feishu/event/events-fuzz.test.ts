import fc from "fast-check";
import { expect, test } from "vitest";
import { InputError } from "../../../src/errors.ts";
import {
  createdAtOf,
  type FeishuEvent,
  fromDispatcher,
  isWork,
  parseEvent,
  toDispatch,
} from "../../../src/feishu/index.ts";
import { every } from "../../support/feishu/events.ts";

/** Set FUZZ_SEED to the printed seed to see the same inputs again, and FUZZ_RUNS for more of them. */
const seed = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));
const numRuns = Number(process.env.FUZZ_RUNS ?? 1_500);
console.log(`fuzzing events with seed ${seed}`);

const scopes = ["main", "per-peer", "per-channel-peer", "per-account-channel-peer"] as const;

/** Counts what parsed, so that a fuzz that only ever refuses is noticed. */
function check(input: unknown): boolean {
  let event: FeishuEvent;
  try {
    event = parseEvent(input);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    expect(error.code).toMatch(/^ERR_(INVALID|UNKNOWN)_EVENT$/);
    expect(error.message.length).toBeLessThan(1_000);
    return false;
  }
  for (const dmScope of scopes) expectUsable(event, dmScope);
  return true;
}

function expectUsable(event: FeishuEvent, dmScope: (typeof scopes)[number]): void {
  const dispatch = toDispatch(event, { dmScope, account: "bot", lane: "fuzz" });
  expect(dispatch.ids.length).toBeGreaterThan(0);
  expect(dispatch.ids.every((id) => /^(event|message|content|reaction|card|menu):bot:./.test(id))).toBe(true);
  expect(dispatch.sessionKey).toMatch(/^agent:main:./);
  expect(["string", "undefined"]).toContain(typeof dispatch.text);
  expect(Number.isFinite(createdAtOf(event))).toBe(true);
  expect(typeof isWork(event)).toBe("boolean");
}

type Path = ReadonlyArray<string | number>;

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key]))];
}

/** A deep copy of anything: what is put in need not be JSON. */
function copy(value: unknown): unknown {
  if (Array.isArray(value)) return Array.from(value, copy);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copy(inner)]));
}

/** The event with one place deleted or replaced. */
function changed(event: unknown, [last, ...before]: Path, change: unknown): unknown {
  if (last === undefined) return change;
  if (typeof event !== "object" || event === null) return event;
  const root = copy(event);
  let place: unknown = root;
  for (const key of before.toReversed())
    place = typeof place === "object" && place && Reflect.get(place, key);
  if (typeof place !== "object" || place === null) return root;
  if (change === undefined) Reflect.deleteProperty(place, last);
  else
    Object.defineProperty(place, last, {
      value: change,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  return root;
}

const events = fc.constantFrom(...Object.values(every));
const oddText = fc.oneof(
  fc.constantFrom(
    "",
    " ",
    "\0",
    "\ud800",
    "__proto__",
    "constructor",
    "@_user_1",
    "user",
    "app",
    "post",
    "text",
  ),
  fc.constantFrom(
    "{}",
    "[]",
    "null",
    "1",
    '{"text":7}',
    '{"content":[[{"tag":"at"}]]}',
    '{"__proto__":{"content":[]}}',
  ),
  fc.constantFrom("x".repeat(5_000), "9".repeat(400), "[".repeat(5_000), "@_user_1 ".repeat(500)),
  fc.string({ unit: "binary" }),
  fc.json(),
);
const odd = fc.oneof(
  oddText,
  fc.jsonValue({ maxDepth: 4 }),
  fc.constantFrom(undefined, null, Number.NaN, -1, 2 ** 60, 10n, Symbol("odd"), [], [[]]),
);

/** The place as its path backwards, or the new key "__proto__" beside it. */
const places = events.chain((event) =>
  fc.tuple(
    fc.constant<unknown>(event),
    fc.array(
      fc.tuple(
        fc.constantFrom(...pathsOf(copy(event))),
        fc.constantFrom(undefined, "__proto__", "constructor", "extra"),
        odd,
      ),
      { minLength: 1, maxLength: 4 },
    ),
  ),
);

test("refuses arbitrary JSON by an InputError and nothing else", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), (input) => {
      expect(check(input)).toBe(false);
      check(fromDispatcher(input));
    }),
    { seed, numRuns },
  );
});

test("takes or refuses every event with parts deleted, swapped and added, and what it takes is usable", () => {
  let taken = 0;
  let refused = 0;
  fc.assert(
    fc.property(places, ([event, changes]) => {
      let input: unknown = event;
      for (const [path, added, change] of changes) {
        const place = added === undefined ? path : [...path, added];
        input = changed(input, place.toReversed(), change);
      }
      if (check(input)) taken++;
      else refused++;
      check(fromDispatcher(input));
    }),
    { seed, numRuns },
  );
  expect(taken).toBeGreaterThan(numRuns / 20);
  expect(refused).toBeGreaterThan(numRuns / 20);
});

test("reads any text and any post", () => {
  const strange = fc.record({
    tag: fc.constantFrom("text", "a", "at", "x"),
    text: oddText,
    user_id: oddText,
  });
  const content = fc.oneof(
    oddText.map((text) => ({ message_type: "text", content: JSON.stringify({ text }) })),
    fc
      .array(fc.array(strange))
      .map((it) => ({ message_type: "post", content: JSON.stringify({ content: it }) })),
  );
  const mentions = fc.array(fc.record({ key: oddText, name: oddText, mentioned_type: oddText }));
  fc.assert(
    fc.property(content, mentions, (fields, list) => {
      const { event, ...rest } = every.text;
      const message = { ...event.message, ...fields, mentions: list };
      expect(check({ ...rest, event: { ...event, message } })).toBe(true);
    }),
    { seed, numRuns: Math.ceil(numRuns / 3) },
  );
});
