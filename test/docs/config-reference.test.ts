import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { configSchema } from "../../src/gateway/config/schema.ts";
import { dedupMiddlewareOptions } from "../../src/gateway/middleware/dedup-middleware.ts";
import { configSchema as pluginConfigSchema } from "../../src/openclaw/config.ts";
import { languageOf } from "../../src/wording/wording.ts";
import { isPhrase } from "./config-keys.ts";
import { keysIn, pages, pathOf } from "./config-reference.ts";
import { chinese, described } from "./config-words.ts";

const files = Object.entries(pages).flatMap(([page, written]) =>
  (["en", "zh"] as const).map((language) => [pathOf(page, language), () => written(language)] as const),
);

test.each(files)("%s is what the schema says (npm run docs writes it)", (path, written) => {
  expect(readFileSync(path, "utf8")).toBe(written());
});

const keys = [configSchema, dedupMiddlewareOptions, pluginConfigSchema].flatMap(keysIn);
const said = new Set(
  keys.filter(({ shape }) => !isPhrase(shape)).map(({ shape }) => shape.description ?? ""),
);

test("every key says what it is", () => {
  expect(keys.filter(({ shape }) => !shape.description).map(({ path }) => path)).toEqual([]);
});

describe("in Chinese", () => {
  test("every key says what it is, and nothing is said that the schema does not say", () => {
    expect(Object.keys(chinese).toSorted()).toEqual([...said].toSorted());
    expect(Object.values(chinese).filter((text) => languageOf(text) !== "zh")).toEqual([]);
  });

  test.each(Object.entries(chinese))("what is code, and the numbers, stay as they are: %s", (en, zh) => {
    const codes = (text: string) => [...new Set(text.match(/`[^`]+`/g))].toSorted();
    expect(codes(zh)).toEqual(expect.arrayContaining(codes(en)));
    const numbers = (text: string) => new Set(text.match(/\d+/g));
    expect([...numbers(zh)]).toEqual(expect.arrayContaining([...numbers(en)]));
  });

  test("a text that is missing stops the writing of the pages", () => {
    expect(() => described("What is new.", "zh")).toThrow('has no Chinese for "What is new."');
  });
});
