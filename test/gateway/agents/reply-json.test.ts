import { expect, test } from "vitest";
import { saidInJson } from "../../../src/gateway/agents/reply-json.ts";

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
])("%s is an answer", (json, reply) =>
  expect(saidInJson(json)).toEqual({ saying: reply, question: undefined }),
);

test.each([
  ['{"ask":"which?"}', { text: "which?" }, null],
  ['{"ask":"which?","state":{"step":2}}', { text: "which?" }, { step: 2 }],
  ['{"ask":true}', { text: "" }, null],
  ['{"markdown":"**which?**","ask":true,"state":7}', { markdown: "**which?**" }, 7],
])("%s is a question", (json, saying, state) =>
  expect(saidInJson(json)).toEqual({ saying, question: { state } }),
);

test.each(['{"text":"hi","ask":false}', '{"text":"hi","ask":null,"state":1}'])("%s is no question", (json) =>
  expect(saidInJson(json)).toEqual({ saying: { text: "hi" }, question: undefined }),
);

const big = "x".repeat(30_720);

test.each([
  ["no JSON", "secret"],
  ["a list", '["secret"]'],
  ["a number", '{"text":1}'],
  ["two answers at once", '{"text":"secret","markdown":"secret"}'],
  ["a question and an answer", '{"text":"secret","ask":"secret"}'],
  ["a number as a question", '{"ask":1}'],
  ["a type that is no word", '{"msgType":"No word","content":{}}'],
  ["no content", '{"msgType":"image"}'],
  ["a content that is JSON text", '{"msgType":"image","content":"{}"}'],
  ["a list as content", '{"msgType":"image","content":[]}'],
  ["a content that Feishu would not take", JSON.stringify({ msgType: "post", content: { big } })],
])("%s is garbage, and is not shown", (_, json) => {
  const read = () => saidInJson(json);
  expect(read).toThrow(expect.objectContaining({ code: "ERR_AGENT_GARBAGE", isPassing: false }));
  expect(read).not.toThrow(/secret/);
});

test("an error is told apart from an answer", () => {
  const read = () => saidInJson('{"error":"secret"}');
  expect(read).toThrow(expect.objectContaining({ code: "ERR_AGENT_FAILED" }));
});
