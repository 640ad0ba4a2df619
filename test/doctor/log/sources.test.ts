import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeEach, expect, test } from "vitest";
import { linesOf, MAX_LINE } from "../../../src/doctor/log/lines.ts";
import { linesIn, openLog } from "../../../src/doctor/log/sources.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "logs-"));
  return () => rm(folder, { recursive: true });
});

async function all(some: AsyncIterable<readonly string[]>): Promise<string[]> {
  const lines: string[] = [];
  for await (const more of some) lines.push(...more);
  return lines;
}

async function linesOfFile(bytes: Buffer): Promise<string[]> {
  const path = join(folder, "a.log");
  await writeFile(path, bytes);
  let read = 0;
  const lines = await all(linesIn(await openLog(path), (more) => (read += more)));
  expect(read).toBe(bytes.length);
  return lines;
}

test("a file, gzipped or not", async () => {
  const text = Buffer.from("one\r\n\ntwo 你好\nlast");
  expect(await linesOfFile(text)).toEqual(["one", "", "two 你好", "last"]);
  expect(await linesOfFile(gzipSync(text))).toEqual(["one", "", "two 你好", "last"]);
  expect(await linesOfFile(Buffer.alloc(0))).toEqual([]);
});

test("a gzipped file that is cut off gives what is in it, and an error that names it", async () => {
  const path = join(folder, "cut.log.gz");
  const packed = gzipSync(
    Buffer.from(Array.from({ length: 50_000 }, (_, n) => `${n} ${n * 7919}\n`).join("")),
  );
  await writeFile(path, packed.subarray(0, packed.length / 2));
  const lines: string[] = [];
  const reading = (async () => {
    for await (const some of linesIn(await openLog(path), () => {})) lines.push(...some);
  })();
  await expect(reading).rejects.toMatchObject({
    code: "ERR_LOG_UNREADABLE",
    message: expect.stringContaining(path),
  });
  expect(lines.length).toBeGreaterThan(1000);
});

test.each(["none.log", "."])("what cannot be read is refused: %s", async (name) => {
  await expect(openLog(join(folder, name))).rejects.toMatchObject({ code: "ERR_LOG_UNREADABLE" });
});

test("characters that are cut in two, and a line that never ends", async () => {
  async function* chunks() {
    const text = Buffer.from("你好\n");
    for (const byte of text) yield Buffer.from([byte]);
    for (let n = 0; n < 100; n++) yield Buffer.alloc(10_000, "x");
    yield Buffer.from("\nlast");
  }
  const lines = await all(linesOf(chunks()));
  expect(lines.map(({ length }) => length)).toEqual([2, MAX_LINE, 4]);
});
