import fc from "fast-check";
import { expect, test } from "vitest";
import { MAX_TEXT_BYTES, splitText } from "../../../src/feishu/reply/split-text.ts";

/** What a text takes in a request's body, where it is JSON in JSON. */
const bytesOf = (text: string) => Buffer.byteLength(JSON.stringify(JSON.stringify(text))) - '"\\"\\""'.length;

const graphemes = (text: string) => [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);

const hardTexts = fc.string({
  unit: fc.oneof(
    fc.constantFrom('"', "\\", "\n", "\r\n", "\t", "\u0001", " ", "a", "é", "e\u0301", "消", "🙂", "👍🏽"),
    fc.constantFrom("👨‍👩‍👧‍👦", "🇨🇳", "한", "\u2028", "\ud83d", "\udc00"),
    fc.string({ unit: "binary", maxLength: 2 }),
  ),
  maxLength: 300,
});

test("the parts are the text again, fit, and split nothing that a reader sees as one", () => {
  fc.assert(
    fc.property(hardTexts, fc.integer({ min: 30, max: 200 }), (text, maxBytes) => {
      const parts = splitText(text, maxBytes);
      expect(parts.join("")).toBe(text);
      for (const part of parts) expect(bytesOf(part)).toBeLessThanOrEqual(maxBytes);
      const whole = graphemes(text);
      if (whole.every((grapheme) => bytesOf(grapheme) <= maxBytes))
        expect(parts.flatMap(graphemes)).toEqual(whole);
    }),
    { numRuns: 2000 },
  );
});

test("parts are as large as they can be", () => {
  expect(splitText("x".repeat(250), 100).map(({ length }) => length)).toEqual([100, 100, 50]);
  expect(splitText('"'.repeat(50), 100).map(({ length }) => length)).toEqual([25, 25]);
});

test("a part ends after a line break in its second half, not before one in its first", () => {
  expect(splitText(`${"a".repeat(60)}\n${"b".repeat(60)}`, 100)).toEqual([
    `${"a".repeat(60)}\n`,
    "b".repeat(60),
  ]);
  const early = `${"a".repeat(10)}\n${"b".repeat(120)}`;
  expect(splitText(early, 100)[0]).toBe(early.slice(0, 98));
});

test("a character larger than a part is split all the same, between code points", () => {
  const zalgo = `e${"\u0301".repeat(100)}`;
  const parts = splitText(zalgo, 50);
  expect(parts.join("")).toBe(zalgo);
  expect(parts.length).toBeGreaterThan(3);
});

test("an ordinary answer is one part, an empty one is none", () => {
  expect(splitText("hello")).toEqual(["hello"]);
  expect(splitText("")).toEqual([]);
  expect(splitText("好".repeat(200_000)).every((part) => bytesOf(part) <= MAX_TEXT_BYTES)).toBe(true);
});
