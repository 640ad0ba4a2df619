import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { configReference, pluginConfigReference } from "./config-reference.ts";

test.each([
  ["gateway-config.md", configReference],
  ["openclaw-config.md", pluginConfigReference],
])("docs/%s is what the schema says (npm run docs writes it)", async (name, reference) => {
  const written = await readFile(new URL(`../../docs/${name}`, import.meta.url), "utf8");
  expect(written).toBe(reference());
});
