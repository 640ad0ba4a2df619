import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { visible, visibleLines } from "../../src/text/visible.ts";

/** What a terminal or a reader obeys instead of showing it. */
const OBEYED = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

describe("visible", () => {
  test.each([
    ["a colour", "\u001b[31mred", "\\u001b[31mred"],
    ["a C1 control", "\u009b2Jgone", "\\u009b2Jgone"],
    ["a rubout", "a\u007fb", "a\\u007fb"],
    ["a line of its own", "a\r\nb\u2028c\u2029d", "a\\u000d\\u000ab\\u2028c\\u2029d"],
    ["a text turned round", "a\u202eb\u2066c\u200fd\u061ce", "a\\u202eb\\u2066c\\u200fd\\u061ce"],
    ["nothing of the kind", "héllo 你好 👩‍👩‍👧 \\u001b", "héllo 你好 👩‍👩‍👧 \\u001b"],
  ])("shows %s", (_, text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  test("leaves nothing that is obeyed, whatever comes, and JSON means what it did", () => {
    const text = fc.string({
      unit: fc.integer({ min: 0, max: 0x20ff }).map((code) => String.fromCharCode(code)),
    });
    fc.assert(
      fc.property(text, (it) => {
        expect(visible(it)).not.toMatch(OBEYED);
        const json = visibleLines(JSON.stringify({ [it]: it }, null, 2));
        expect(json.replaceAll("\n", "")).not.toMatch(OBEYED);
        expect(JSON.parse(json)).toEqual({ [it]: it });
      }),
    );
  });
});
