import { expect, test } from "vitest";
import { partsOf } from "../../../src/feishu/reply/reply-parts.ts";

const uuidsOf = (text: string, name = "w") => partsOf({ text }, name).map(({ uuid }) => uuid);

test("the same text under the same name is the same message, and another text is another one", () => {
  expect(uuidsOf("free")).toEqual(uuidsOf("free"));
  expect(uuidsOf("not free")).not.toEqual(uuidsOf("free"));
  expect(uuidsOf("free", "v")).not.toEqual(uuidsOf("free"));
  const [one] = partsOf({ msgType: "interactive", content: { schema: "2.0" } }, "w");
  const [other] = partsOf({ msgType: "interactive", content: { schema: "1.0" } }, "w");
  expect(other?.uuid).not.toBe(one?.uuid);
});

test("texts of one beginning share none of their parts, and Feishu takes every uuid", () => {
  const long = "x".repeat(298_000);
  const uuids = [...uuidsOf(`${long}1`), ...uuidsOf(`${long}2`)];
  expect(new Set(uuids).size).toBe(6);
  for (const uuid of uuids) expect(uuid).toMatch(/^[\w-]{43}$/);
});

test.each([
  ["nothing", ""],
  ["white space", " \n"],
  ["what shows as nothing", "\u200b\u2060\u3164"],
  ["more white space than one message takes", "\n".repeat(60_000)],
])("a blank text has no parts: %s", (_, text) => {
  expect(partsOf({ text }, "w")).toEqual([]);
});

test("a blank part is left out, and what can be seen is not", () => {
  const parts = partsOf({ text: `a${"\n".repeat(60_000)}b` }, "w");
  expect(parts.map(({ content }) => JSON.parse(content).text.trim())).toEqual(["a", "b"]);
  expect(partsOf({ text: "\u200d👍\ufe0f" }, "w")).toHaveLength(1);
});

const mdOf = (content: string) => JSON.parse(content).zh_cn.content[0][0];

test("markdown is sent as posts of the size that Feishu takes", () => {
  const parts = partsOf({ markdown: `**hi**\n\n${"字\n".repeat(20_000)}` }, "w");
  expect(parts.length).toBeGreaterThan(2);
  for (const part of parts) {
    expect(part.msg_type).toBe("post");
    expect(mdOf(part.content).tag).toBe("md");
    expect(Buffer.byteLength(JSON.stringify(part))).toBeLessThan(30 * 1024);
  }
  expect(parts.map(({ content }) => mdOf(content).text).join("")).toMatch(/^\*\*hi\*\*\n\n(字\n){20000}$/);
  expect(partsOf({ markdown: " \n" }, "w")).toEqual([]);
});

test.each([
  ["a text", { text: '<at user_id="all"></at>' }],
  ["markdown", { markdown: '<at user_id="all"></at>' }],
  ["a card", { msgType: "interactive", content: { elements: [{ content: "<at id=all></at>" }] } }],
  ["a post", { msgType: "post", content: { zh_cn: { content: [[{ tag: "at", user_id: "all" }]] } } }],
])("%s mentions nobody unless its author means it", (_, reply) => {
  const mention = /<at|"tag":"at"/;
  expect(partsOf(reply, "w")[0]?.content).not.toMatch(mention);
  expect(partsOf({ ...reply, mentions: true }, "w")[0]?.content).toMatch(mention);
});

test("a text that comes as a message of a type is split, and left out when blank, like any other", () => {
  const typed = (text: string) => partsOf({ msgType: "text", content: { text } }, "w");
  expect(typed("x".repeat(200_000))).toEqual(partsOf({ text: "x".repeat(200_000) }, "w"));
  expect(typed(" ")).toEqual([]);
});
