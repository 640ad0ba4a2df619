import { expect, test } from "vitest";
import type { Saying } from "../../../../src/gateway/index.ts";
import { Growing } from "../../../../src/gateway/turns/answer/growing.ts";
import { Heard } from "../../../../src/gateway/turns/answer/heard.ts";

const card = { msgType: "interactive", content: {} };

/** What becomes of what was said; of what grows its text. */
function heard(isOnCard: boolean, sayings: readonly Saying[]) {
  const all = new Heard(isOnCard);
  const isNew = sayings.map((saying) => all.add(saying));
  all.complete();
  const items = Array.from({ length: isNew.filter(Boolean).length }, (_, index) => all.at(index));
  expect(all.at(items.length)).toBeUndefined();
  return items.map((item) => (item instanceof Growing ? `~${item.text}` : item));
}

test.each<[string, Saying[], unknown[]]>([
  ["texts", ["one", { text: "two" }], [{ text: "one" }, { text: "two" }]],
  ["markdown", [{ markdown: "one" }, card], [{ markdown: "one" }, card]],
  ["pieces", [{ delta: "o" }, { delta: "ne" }], ["~one"]],
  ["pieces between texts", [{ delta: "o" }, "two", { delta: "t" }], ["~o", { text: "two" }, "~t"]],
])("without a card: %s", (_, sayings, items) => expect(heard(false, sayings)).toEqual(items));

test.each<[string, Saying[], unknown[]]>([
  ["texts and markdown are paragraphs", ["one", { markdown: "two" }], ["~one\n\ntwo"]],
  ["pieces are one text", [{ delta: "o" }, { delta: "ne" }, { delta: "" }], ["~one"]],
  [
    "both",
    [{ delta: "o" }, { delta: "ne" }, "two", { delta: "th" }, { delta: "ree" }],
    ["~one\n\ntwo\n\nthree"],
  ],
  ["what nobody could see is none", ["", " \n", "one"], ["~one"]],
  ["another message is between two cards", ["one", card, "two"], ["~one", card, "~two"]],
])("on a card: %s", (_, sayings, items) => expect(heard(true, sayings)).toEqual(items));

test("what is to be said behind an item comes next, and cards are counted", () => {
  const all = new Heard(true);
  all.add("one");
  all.add(card);
  all.addBehind(0, [{ markdown: "rest" }]);
  all.add("two");
  expect(all.at(1)).toEqual({ markdown: "rest" });
  expect(all.at(2)).toBe(card);
  expect([0, 1, 2, 3].map((index) => all.growingBefore(index))).toEqual([0, 1, 1, 1]);
});
