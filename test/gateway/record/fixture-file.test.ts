import { type FileHandle, mkdtemp, open, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { type FeishuEvent, parseEvent } from "../../../src/feishu/index.ts";
import { FixtureFile } from "../../../src/gateway/record/fixture-file.ts";
import { FixtureLines } from "../../../src/gateway/record/fixture-lines.ts";
import { EventMaker } from "../../../src/stand-in/index.ts";

const say = new EventMaker();
let path: string;
beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), "record-"));
  path = join(folder, "out.jsonl");
  return () => rm(folder, { recursive: true });
});

const arrival = (text: string) => ({
  event: parseEvent(say.text({ user: "alice" }, text)) as FeishuEvent,
  account: "default",
  transport: "websocket" as const,
  receivedAt: 0,
});

/** A disk on which so many bytes are left: what does not fit is written as far as it goes, as a disk does it. */
function onFullDisk(file: FileHandle, left: () => number): FileHandle {
  return new Proxy(file, {
    get(target, key) {
      const value = Reflect.get(target, key);
      if (key !== "appendFile") return typeof value === "function" ? value.bind(target) : value;
      return async (text: string) => {
        await target.appendFile(text.slice(0, left()));
        if (text.length > left()) throw Object.assign(new Error("no space"), { code: "ENOSPC" });
      };
    },
  });
}

test("a full disk leaves whole lines only, and the count is of what is in the file", async () => {
  let left = Number.POSITIVE_INFINITY;
  const file = onFullDisk(await open(path, "ax", 0o600), () => left);
  const fixture = new FixtureFile(file, new FixtureLines({ dmScope: "main", commands: {} }), path);
  await fixture.add(arrival("one"));
  left = 100;
  const failing = [fixture.add(arrival("two")), fixture.add(arrival("three"))];
  for (const promise of failing)
    await expect(promise).rejects.toMatchObject({
      code: "ERR_OUTPUT_UNWRITABLE",
      message: `${path}: cannot write the event (ENOSPC)`,
    });
  expect(fixture.events).toBe(1);
  left = Number.POSITIVE_INFINITY;
  await fixture.add(arrival("four"));
  await fixture.close();
  const lines = (await readFile(path, "utf8")).trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(JSON.parse(line).event.event.message.content).text)).toEqual([
    "text-1",
    "text-4",
  ]);
  expect(fixture.events).toBe(2);
});
