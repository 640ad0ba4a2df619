import { expect, test } from "vitest";
import { withoutMentions } from "../../../src/feishu/reply/mentions.ts";

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
