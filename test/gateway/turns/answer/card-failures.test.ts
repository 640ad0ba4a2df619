import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ReplyError } from "../../../../src/feishu/channel.ts";
import { Growing } from "../../../../src/gateway/turns/answer/growing.ts";
import { calm } from "../../../support/calm.ts";
import { setUpCard as setUp } from "../../../support/gateway/cards.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const { signal } = new AbortController();

const gone = new ReplyError({ feishuCode: 230011, status: 400 });
const refused = new ReplyError({ feishuCode: 230099, status: 400 });
const busy = new ReplyError({ status: 503 });
const silence = new ReplyError({ network: "ETIMEDOUT" });

/** A text of two pieces: the first is sent, the second comes at the end. */
async function showTwo(fails: Record<number, ReplyError>) {
  const { card, shown, tried } = setUp(fails);
  const growing = new Growing();
  growing.append("one ");
  const done = card.show(growing, { signal }).catch((error: unknown) => error);
  await calm();
  growing.append("two");
  growing.complete();
  await calm();
  const rest = await done;
  return { rest, shown, tried, card, growing };
}

test.each<[string, Record<number, ReplyError>, unknown, string[]]>([
  ["a card that Feishu does not take is a message", { 0: refused }, ["one two"], []],
  ["an update that it does not take is said behind what is seen", { 1: refused }, ["two"], ["one "]],
  ["so is one that fails however often it is tried", { 1: busy }, ["two"], ["one "]],
  ["of a card that is gone everything is said", { 1: gone }, ["one two"], ["one "]],
  ["what may come through later waits for the next attempt", { 0: busy }, busy, []],
  ["of an update without an answer nobody knows: it is made again", { 1: silence }, silence, ["one "]],
])("%s", async (_, fails, rest, shown) => {
  const it = await showTwo(fails);
  expect(it.rest).toEqual(rest);
  expect(it.shown).toEqual(shown);
});

test("the next attempt makes the last update again, and no other", async () => {
  const { card, growing, tried } = await showTwo({ 1: silence });
  expect(await card.show(growing, { signal })).toEqual([]);
  expect(tried).toEqual(["one ", "one two", "one two"]);
});

test("a card whose first send may have come through is given its end", async () => {
  const { card, growing, tried } = await showTwo({ 0: silence });
  expect(await card.show(growing, { signal })).toEqual([]);
  expect(tried).toEqual(["one ", "one two", "one two"]);
});

test("updates on the way that fail are made less often, and stop when they are refused", async () => {
  const busyOnes = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [index + 1, busy]));
  const { card, tried } = setUp(busyOnes);
  const growing = new Growing();
  const done = card.show(growing, { signal });
  for (let tenths = 0; tenths < 100; tenths += 1) {
    growing.append("x");
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(tried.length).toBeLessThan(7);
  growing.complete();
  await calm();
  expect(await done).toHaveLength(1);
  const refusing = setUp({ 1: refused });
  const other = new Growing();
  const shown = refusing.card.show(other, { signal });
  for (let tenths = 0; tenths < 100; tenths += 1) {
    other.append("x");
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(refusing.tried).toHaveLength(2);
  other.complete();
  await calm();
  expect(await shown).toEqual([]);
  expect(refusing.shown.at(-1)).toBe("x".repeat(100));
});
