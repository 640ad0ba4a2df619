import { expect, test } from "vitest";
import { sayingIn } from "../../../src/gateway/agents/reply-json.ts";

test.each([
  ['{"reply":"hi"}', { text: "hi" }],
  ['{"text":"hi"}', { text: "hi" }],
  ['{"markdown":"**hi**","text":null}', { markdown: "**hi**" }],
  [
    '{"msgType":"image","content":{"image_key":"img_1"}}',
    { msgType: "image", content: { image_key: "img_1" } },
  ],
  ['{"delta":" hi"}', { delta: " hi" }],
  ["{}", { text: "" }],
  ['{"reply":null,"more":1}', { text: "" }],
])("%s is an answer", (json, reply) => expect(sayingIn(json)).toEqual(reply));

const big = "x".repeat(30_720);

test.each([
  ["no JSON", "secret"],
  ["a list", '["secret"]'],
  ["a number", '{"text":1}'],
  ["two answers at once", '{"text":"secret","markdown":"secret"}'],
  ["a type that is no word", '{"msgType":"No word","content":{}}'],
  ["no content", '{"msgType":"image"}'],
  ["a content that is JSON text", '{"msgType":"image","content":"{}"}'],
  ["a list as content", '{"msgType":"image","content":[]}'],
  ["a content that Feishu would not take", JSON.stringify({ msgType: "post", content: { big } })],
])("%s is garbage, and is not shown", (_, json) => {
  const read = () => sayingIn(json);
  expect(read).toThrow(expect.objectContaining({ code: "ERR_AGENT_GARBAGE", isPassing: false }));
  expect(read).not.toThrow(/secret/);
});

test("an error is told apart from an answer", () => {
  const read = () => sayingIn('{"error":"secret"}');
  expect(read).toThrow(expect.objectContaining({ code: "ERR_AGENT_FAILED" }));
});
