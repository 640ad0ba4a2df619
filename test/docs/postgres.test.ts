import { readFileSync } from "node:fs";
import JSON5 from "json5";
import { expect, test } from "vitest";
import { checkConfig } from "../../src/gateway/index.ts";
import { grantsFor } from "../../src/inbox/postgres/roles.ts";

const page = readFileSync("docs/postgres.md", "utf8");

test("the page shows the grants that are printed", () => {
  expect(page).toContain(grantsFor("feishu_dispatch", "gateway").join("\n"));
});

test("the page's config is a config, and its numbers are the defaults", () => {
  const [block = ""] = [...page.matchAll(/```json5\n([\s\S]*?)```/g)].map(([, code]) => code);
  const { inbox } = checkConfig(JSON5.parse(block), "docs/postgres.md");
  expect(inbox).toMatchObject({
    kind: "postgres",
    leaseMs: 15_000,
    graceMs: 3000,
    schema: "feishu_dispatch",
  });
  expect(page).toContain("`L` is `leaseMs` (15 s) and `G` is `graceMs` (3 s)");
});
