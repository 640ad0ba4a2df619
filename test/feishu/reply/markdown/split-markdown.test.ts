import fc from "fast-check";
import { expect, test } from "vitest";
import { markdownFrom, splitMarkdown } from "../../../../src/feishu/reply/markdown/split-markdown.ts";
import { bytesIn } from "../../../../src/feishu/reply/split-text.ts";

const words = (count: number) => "word ".repeat(count).trim();
const code = (lines: number) => `\`\`\`ts\n${"let a = 1;\n".repeat(lines)}\`\`\``;

test("a part ends between paragraphs rather than between lines, and between lines rather than anywhere", () => {
  const text = `${words(70)}\n\n${words(30)}\n${words(60)}`;
  const [first, second] = splitMarkdown(text, 600 + 80);
  expect(first).toBe(`${words(70)}\n\n`);
  expect(second?.startsWith("word")).toBe(true);
  const lines = splitMarkdown(`${words(70)}\n${words(70)}\n${words(70)}`, 600 + 80);
  expect(lines.map((it) => it.endsWith("\n"))).toEqual([true, true, false]);
});

test("a block of code is kept whole where it fits", () => {
  const parts = splitMarkdown(`${words(20)}\n${code(30)}\n${words(30)}`, 480 + 80);
  expect(parts.slice(0, 2)).toEqual([`${words(20)}\n`, expect.stringContaining(code(30))]);
});

test("a block of code that fits nowhere is closed and begun again", () => {
  const parts = splitMarkdown(`look:\n${code(100)}\nthat is all`, 700);
  expect(parts.length).toBeGreaterThan(2);
  for (const part of parts) expect(part.match(/```/g)?.length).toBe(2);
  for (const part of parts.slice(1)) expect(part).toMatch(/^```ts\nlet/);
  expect(parts.at(-1)).toMatch(/\nthat is all$/);
  expect(parts.join("").match(/let a = 1;/g)).toHaveLength(100);
});

test.each([
  ["a link", `[${"a".repeat(40)}](https://example.org/${"b".repeat(40)})`],
  ["a mention", `<at user_id="ou_${"1".repeat(32)}">Tom</at>`],
  ["a few words of code", `\`${"c d ".repeat(20)}\``],
])("%s is not cut", (_, piece) => {
  for (let before = 10; before < 120; before += 7) {
    const text = `${"x".repeat(before)}${piece}${"y".repeat(150)}`;
    const parts = splitMarkdown(text, 130 + 80);
    expect(parts.filter((part) => part.includes(piece))).toHaveLength(1);
    expect(parts.join("")).toBe(text);
  }
});

test("what goes on behind an offset is begun again where a block of code was open", () => {
  const text = `one\n${code(3)}\ntwo`;
  const inside = text.indexOf("let");
  expect(markdownFrom(text, inside)).toBe(`\`\`\`ts\n${text.slice(inside)}`);
  expect(markdownFrom(text, text.indexOf("two"))).toBe("two");
  expect(markdownFrom(text, 0)).toBe(text);
});

test("of any text nothing is lost, and every part fits", () => {
  const piece = fc.constantFrom(
    "a",
    "字",
    "\n",
    "\n\n",
    "```",
    "~~~",
    "\n```js\n",
    '"',
    "[x](y)",
    "😀",
    " `q` ",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 400 }), fc.integer({ min: 90, max: 400 }), (pieces, max) => {
      const text = pieces.join("");
      const parts = splitMarkdown(text, max);
      for (const part of parts) expect(bytesIn(part)).toBeLessThanOrEqual(max);
      const joined = parts.join("");
      // What was said is there in order; only fences, and what stands behind them, may be more.
      if (/```|~~~/.test(text)) expect(isWithin(text, joined)).toBe(true);
      else expect(joined).toBe(text);
    }),
  );
});

function isWithin(some: string, all: string): boolean {
  let at = 0;
  for (const character of all) if (some.startsWith(character, at)) at += character.length;
  return at === some.length;
}

test.each([
  ["backticks", "`"],
  ["brackets", "["],
  ["fences", "```\n"],
  ["mentions", "<at "],
])(
  "a hostile text of %s is split before the test's time is over, which what is quadratic would not be",
  (_, piece) => {
    expect(splitMarkdown(piece.repeat(2_000_000 / piece.length)).length).toBeGreaterThan(30);
  },
);
