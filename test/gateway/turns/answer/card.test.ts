import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Growing } from "../../../../src/gateway/turns/answer/growing.ts";
import { calm } from "../../../support/calm.ts";
import { setUpCard as setUp } from "../../../support/gateway/cards.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const { signal } = new AbortController();

test("the latest text wins, at a steady pace, and the end is shown at once", async () => {
  const { card, shown } = setUp();
  const growing = new Growing();
  const done = card.show(growing, { signal });
  for (const piece of "abcdefghij") {
    growing.append(piece);
    await vi.advanceTimersByTimeAsync(200);
  }
  growing.complete();
  await calm();
  expect(await done).toEqual([]);
  expect(shown).toEqual(["a", "abc", "abcde", "abcdefgh", "abcdefghij"]);
});

test("what is whole from the beginning is sent once, and what nobody could see not at all", async () => {
  const { card, shown } = setUp();
  const whole = new Growing();
  whole.append("all");
  whole.complete();
  expect(await card.show(whole, { signal })).toEqual([]);
  const blank = new Growing();
  const done = setUp().card.show(blank, { signal });
  blank.append(" \n");
  blank.complete();
  expect(await done).toEqual([]);
  expect(shown).toEqual(["all"]);
});

test("a card that an earlier attempt may have sent is always given its end", async () => {
  const { card, shown } = setUp({}, { mayExist: true });
  const growing = new Growing();
  growing.append("all");
  growing.complete();
  await card.show(growing, { signal });
  expect(shown).toEqual(["all", "all"]);
});

test("another attempt of this run updates the card that it knows", async () => {
  const { card, shown } = setUp();
  for (const text of ["first", "second"]) {
    const growing = new Growing();
    growing.append(text);
    growing.complete();
    await card.show(growing, { signal });
  }
  expect(shown).toEqual(["first", "second"]);
});

test("what is too long for a card is said behind it", async () => {
  const { card, shown } = setUp();
  const growing = new Growing();
  growing.append(`${"x".repeat(20_000)}\n\n${"y".repeat(20_000)}`);
  growing.complete();
  const rest = await card.show(growing, { signal });
  expect(shown).toEqual([`${"x".repeat(20_000)}\n\n`]);
  expect(rest).toEqual(["y".repeat(20_000)]);
});

test("a text that is broken off is shown as far as it came, whatever was aborted", async () => {
  const stop = new AbortController();
  const { card, shown } = setUp();
  const growing = new Growing();
  growing.append("one");
  const done = card.show(growing, { signal: stop.signal });
  await calm();
  growing.append(" two");
  stop.abort(new Error("stopped"));
  growing.complete(true);
  await calm();
  expect(await done).toEqual([]);
  expect(shown).toEqual(["one", "one two"]);
});
