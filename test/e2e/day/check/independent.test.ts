import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { importsOf } from "../../../support/imports.ts";

const folder = "test/e2e/day/check";

test("the check reads a journal, and knows nothing of how a gateway works", () => {
  const files = readdirSync(folder).filter((name) => !name.endsWith(".test.ts"));
  const imported = files.flatMap((name) => importsOf(readFileSync(`${folder}/${name}`, "utf8")));
  expect(imported.length).toBeGreaterThan(10);
  expect(imported.map(({ source }) => source).filter((source) => !/^\.\/[\w-]+\.ts$/.test(source))).toEqual(
    [],
  );
});
