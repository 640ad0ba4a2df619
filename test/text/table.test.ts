import { PassThrough } from "node:stream";
import { stripVTControlCharacters, styleText } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type TableColumn, tableText } from "../../src/text/table.ts";
import { widthOf, wrapText } from "../../src/text/wrap-text.ts";

const terminal = (columns = 0) => Object.assign(new PassThrough(), { columns });
const red = (text: string) => styleText("red", text, { validateStream: false });

const columns: readonly TableColumn[] = [
  { heading: "id", align: "right" },
  { heading: "session", least: 12 },
  { heading: "why\nso", least: 8 },
];
const rows = [
  ["1", "agent:main:feishu:direct:ou_1", "behind a turn that runs"],
  ["12", "agent:main", "–"],
];

describe("a table", () => {
  test("is as wide as it comes where nobody says how much room there is", () => {
    expect(tableText(columns, rows, terminal())).toBe(
      `
┌────┬───────────────────────────────┬─────────────────────────┐
│ id │ session                       │ why                     │
│    │                               │ so                      │
├────┼───────────────────────────────┼─────────────────────────┤
│  1 │ agent:main:feishu:direct:ou_1 │ behind a turn that runs │
│ 12 │ agent:main                    │ –                       │
└────┴───────────────────────────────┴─────────────────────────┘`.trim(),
    );
  });

  test("breaks its texts where a terminal has less room, the longest first", () => {
    expect(tableText(columns, rows.slice(0, 1), terminal(48))).toBe(
      `
┌────┬────────────────────┬────────────────────┐
│ id │ session            │ why                │
│    │                    │ so                 │
├────┼────────────────────┼────────────────────┤
│  1 │ agent:main:feishu: │ behind a turn that │
│    │ direct:ou_1        │ runs               │
└────┴────────────────────┴────────────────────┘`.trim(),
    );
  });

  test("does without a frame where that makes it fit", () => {
    expect(tableText(columns, rows.slice(0, 1), terminal(26))).toBe(
      `
id│session     │why
  │            │so
──┼────────────┼──────────
 1│agent:main: │behind a
  │feishu:     │turn that
  │direct:ou_1 │runs`.trim(),
    );
  });

  test("becomes lines for each row where even that does not", () => {
    expect(tableText(columns, rows, terminal(22))).toBe(
      `
1
  session: agent:main:
  feishu:direct:ou_1
  why so: behind a
  turn that runs
12
  session: agent:main`.trim(),
    );
  });

  test("without headings has no line for them", () => {
    expect(tableText([{}, {}], [["a", "b\nc"]], terminal())).toBe(
      "┌───┬───┐\n│ a │ b │\n│   │ c │\n└───┴───┘",
    );
  });

  test("has columns by what is seen: colours take none, Chinese takes two each", () => {
    const lines = tableText(
      [{}, {}],
      [
        [red("中文"), "x"],
        ["ab", "x"],
      ],
      terminal(),
    ).split("\n");
    expect(lines[1]).toBe(`│ ${red("中文")} │ x │`);
    expect(lines[2]).toBe("│ ab   │ x │");
  });
});

const cell = fc.string({
  unit: fc.constantFrom("a", "b", " ", "-", ":", "中", "\u00a0", "😀"),
  maxLength: 40,
});

test("no line is ever wider than the terminal, and no letter of a cell is lost", () => {
  const flexible = [{ heading: "a", least: 4 }, { heading: "b", least: 4 }, { heading: "c" }];
  const letters = (text: string) => [...text.replaceAll(/[^ab中😀]/gu, "")].sort().join("");
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cell, cell, cell), { minLength: 1 }),
      fc.integer({ min: 8, max: 100 }),
      (rows, width) => {
        const drawn = tableText(flexible, rows, terminal(width));
        for (const line of drawn.split("\n")) expect(widthOf(line)).toBeLessThanOrEqual(width);
        const isTable = drawn.includes("─");
        const heads = isTable ? "abc" : "abc".repeat(rows.length);
        // A record names only what it has, so that its headings cannot be counted.
        if (isTable) expect(letters(drawn)).toBe(letters(heads + rows.flat().join("")));
      },
    ),
    { seed: 20261127 },
  );
});

describe("wrapText", () => {
  test.each([
    ["a line that is short enough", "one two", 7, ["one two"]],
    ["between words", "one two three", 8, ["one two", "three"]],
    ["behind what joins the parts of names", "new-by-another/file:12", 8, ["new-by-", "another/", "file:12"]],
    ["not at a no-break space", "1.0\u00a0s 2.0\u00a0s", 6, ["1.0\u00a0s", "2.0\u00a0s"]],
    ["anywhere, when a word is longer than the line", "ab abcdefgh", 4, ["ab a", "bcde", "fgh"]],
    ["by what Chinese takes", "中文中文", 5, ["中文", "中文"]],
    ["at its own line ends", "a\nb", 9, ["a", "b"]],
  ])("breaks %s", (_, text, width, lines) => {
    expect(wrapText(text, width)).toEqual(lines);
  });

  test("keeps colours with their texts", () => {
    const lines = wrapText(`${red("one")} ${red("two")}`, 4);
    expect(lines).toEqual([red("one"), red("two")]);
    expect(stripVTControlCharacters(lines.join())).toBe("one,two");
  });
});
