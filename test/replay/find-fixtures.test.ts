import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { findFixtures } from "../../src/replay/find-fixtures.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "find-"));
  await mkdir(join(folder, "empty"));
  for (const name of ["a-b.jsonl", "a.jsonl", "README.md", "gateway.json5"])
    await writeFile(join(folder, name), "");
});
afterAll(() => rm(folder, { recursive: true }));

it("takes the fixtures of a folder by name, and files as they are given, whatever they are called", async () => {
  const odd = join(folder, "README.md");
  expect(await findFixtures([odd, folder])).toEqual([
    odd,
    join(folder, "a.jsonl"),
    join(folder, "a-b.jsonl"),
  ]);
});

it.each([
  ["missing", "cannot read it (ENOENT)"],
  ["empty", "no fixture (*.jsonl) in this folder"],
])("refuses %s", async (name, reason) => {
  const path = join(folder, name);
  await expect(findFixtures([path])).rejects.toMatchObject({
    code: "ERR_FIXTURE_UNREADABLE",
    message: `${path}: ${reason}`,
  });
});
