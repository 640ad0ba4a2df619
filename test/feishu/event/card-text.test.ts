import { expect, test } from "vitest";
import { cardTextOf } from "../../../src/feishu/event/content/card-text.ts";

const text = (content: string) => ({ tag: "plain_text", content });

test.each<[string, object, string | undefined]>([
  [
    "of the form 2.0",
    {
      schema: "2.0",
      config: { summary: { content: "no" } },
      header: { title: text("Title") },
      body: {
        elements: [
          { tag: "markdown", content: "**one**\ntwo" },
          { tag: "button", text: text("Yes"), behaviors: [{ type: "callback", value: { text: "no" } }] },
        ],
      },
    },
    "Title\n**one**\ntwo\nYes",
  ],
  [
    "of the form 1.0",
    { header: { title: text("Title") }, elements: [{ tag: "div", text: text("one") }, { tag: "hr" }] },
    "Title\none",
  ],
  [
    "as Feishu gives it",
    {
      title: "Title",
      elements: [
        [
          { tag: "text", text: "one" },
          { tag: "a", href: "https://x", text: "two" },
        ],
      ],
    },
    "Title\none\ntwo",
  ],
  ["without words", { elements: [{ tag: "img", img_key: "img_1" }] }, undefined],
])("a card %s is read", (_, card, expected) => expect(cardTextOf(JSON.stringify(card))).toBe(expected));

test("what is no card has no words", () => expect(cardTextOf("no JSON")).toBeUndefined());
