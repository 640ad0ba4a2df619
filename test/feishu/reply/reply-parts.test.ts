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
