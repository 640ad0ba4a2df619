import { expect, test } from "vitest";
import { contentWithoutMentions, withoutMentions } from "../../../src/feishu/reply/mentions.ts";

test.each([
  '<at user_id="all"></at>',
  '<at user_id="ou_1">Tom</at>',
  "<AT id=all>",
  "< at user_id='all'>",
  "<\u200bat user_id=all>",
  "<\n/at>",
  "a<at>b",
  "<<at user_id=all>",
  "</at",
])("a mention is made text that reads the same: %j", (text) => {
  const safe = withoutMentions(text);
  expect(safe).not.toMatch(/<[\s\u200b/]*at/i);
  expect(safe.replaceAll("\u2060", "")).toBe(text);
});

test.each(["<attr>", "a < b", "i < attempts", "<atomic/>", "look at this", "<b>at</b>", "&lt;at&gt;"])(
  "what is none stays: %s",
  (text) => expect(withoutMentions(text)).toBe(text),
);

test("of a content of any type every text is safe, also an element of a post that mentions", () => {
  const at = '<at user_id="all"></at>';
  const value = { id: at };
  const content = {
    zh_cn: {
      title: at,
      content: [
        [
          { tag: "at", user_id: "all" },
          { tag: "md", text: at },
        ],
      ],
    },
    elements: [{ tag: "button", value, behaviors: [{ type: "callback", value }] }, 1, null, true],
    data: { template_variable: { value: at } },
  };
  const safe = withoutMentions(at);
  expect(contentWithoutMentions(content)).toEqual({
    zh_cn: {
      title: safe,
      content: [
        [
          { tag: "text", text: "@all" },
          { tag: "md", text: safe },
        ],
      ],
    },
    elements: [{ tag: "button", value, behaviors: [{ type: "callback", value }] }, 1, null, true],
    data: { template_variable: { value: safe } },
  });
});
