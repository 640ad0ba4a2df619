import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { configReference } from "./config-reference.ts";

test("the config reference is what the schema says (npm run docs writes it)", async () => {
  const written = await readFile(new URL("../../docs/gateway-config.md", import.meta.url), "utf8");
  expect(written).toBe(configReference());
});
