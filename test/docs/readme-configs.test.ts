import { readFileSync } from "node:fs";
import JSON5 from "json5";
import { expect, test } from "vitest";
import { checkConfig } from "../../src/gateway/index.ts";

const readme = readFileSync("README.md", "utf8");
const blocks = [...readme.matchAll(/```json5\n([\s\S]*?)```/g)].map(([, block = ""]) => block.trim());
const configs = blocks.filter((block) => block.startsWith("{"));

test("the README shows a config for each kind of agent", () => {
  const kinds = configs.map((config) => checkConfig(JSON5.parse(config), "README.md").agent?.kind);
  expect(new Set(kinds)).toEqual(new Set([undefined, "echo", "http", "command", "openai"]));
});

test.each(configs)("a config of the README is a config: %s", (config) => {
  expect(() => checkConfig(JSON5.parse(config), "README.md")).not.toThrow();
});
