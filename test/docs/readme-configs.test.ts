import { readFileSync } from "node:fs";
import JSON5 from "json5";
import { describe, expect, test } from "vitest";
import { checkConfig } from "../../src/gateway/index.ts";
import { readmes } from "../support/markdown/pages.ts";

describe.each(readmes)("%s", (readme) => {
  const blocks = [...readFileSync(readme, "utf8").matchAll(/```json5\n([\s\S]*?)```/g)];
  const configs = blocks.map(([, block = ""]) => block.trim()).filter((block) => block.startsWith("{"));

  test("shows a config for each kind of agent", () => {
    const kinds = configs.map((config) => checkConfig(JSON5.parse(config), readme).agent?.kind);
    expect(new Set(kinds)).toEqual(new Set([undefined, "echo", "http", "command", "openai"]));
  });

  test.each(configs)("a config of it is a config: %s", (config) => {
    expect(() => checkConfig(JSON5.parse(config), readme)).not.toThrow();
  });
});
