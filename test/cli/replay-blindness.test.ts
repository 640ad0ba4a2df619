import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { exitCode, startIn } from "../support/cli/run.ts";

const fault = new URL("../support/cli/without-content-identities.ts", import.meta.url);
const names = ["redelivery-fresh-message-id", "redelivery-picture-fresh-message-id"];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "blind-"));
  for (const name of names) {
    const lines = (await readFile(`fixtures/${name}.jsonl`, "utf8")).trimEnd().split("\n");
    await writeFile(join(folder, `${name}.jsonl`), lines.map(unnamed).join("\n"));
  }
  return () => rm(folder, { recursive: true });
});

function unnamed(line: string): string {
  const { work: _, ...rest } = JSON.parse(line);
  return JSON.stringify(rest);
}

async function brokenReplay(...paths: string[]) {
  const child = startIn({ NODE_OPTIONS: `--import ${fileURLToPath(fault)}` }, "replay", ...paths);
  const [stderr, code] = await Promise.all([text(child.stderr), exitCode(child), text(child.stdout)]);
  return { stderr, code };
}

test("what the product takes for other work is judged by the names that the fixture gives", async () => {
  const { stderr, code } = await brokenReplay(...names.map((name) => `fixtures/${name}.jsonl`));
  expect(stderr.trim().split("\n")).toEqual([
    "redelivery-fresh-message-id: with the middleware: 2 duplicate replies",
    "redelivery-picture-fresh-message-id: with the middleware: 4 duplicate replies",
  ]);
  expect(code).toBe(1);
});

test("without the names it is judged by the product's own identities, and nothing is noticed", async () => {
  expect(await brokenReplay(folder)).toEqual({ stderr: "", code: 0 });
});
