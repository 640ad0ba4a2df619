import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test } from "vitest";
import { readInbound } from "../../../src/openclaw/hold/inbound-message.ts";
import { RememberedInFile } from "../../../src/openclaw/settled/settled-file.ts";
import { Memory } from "../../../src/openclaw/settled/settled-memory.ts";
import { FakeHost } from "../../support/openclaw/fake-host.ts";
import { cameAt, copyFile, plugin } from "../../support/release-0.1/files.ts";
import { wallClock } from "../../support/wall-clock.ts";

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "memory-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

function newMemory({ folder = newFolder(), ttlMs = 1_000, max = 100 } = {}) {
  const clock = { now: 0 };
  const warnings: string[] = [];
  const warn = (message: string) => void warnings.push(message);
  const memory = new Memory({ folder: join(folder, "own"), ttlMs, max, now: () => clock.now, warn });
  onTestFinished(() => memory.close());
  return { memory, clock, warnings, path: join(folder, "own", "settled.sqlite") };
}

test("remembers what another instance of it remembered in the same folder", () => {
  const folder = newFolder();
  const { memory } = newMemory({ folder });
  memory.add(["a", "b"]);
  memory.close();
  const { memory: next } = newMemory({ folder });
  expect([next.hasAny(["x", "b"]), next.hasAny(["x"])]).toEqual([true, false]);
});

test("recognises what release 0.1 has remembered", () => {
  const folder = newFolder();
  copyFile("settled.sqlite", join(folder, "own", "settled.sqlite"));
  const { memory, clock } = newMemory({ folder, ttlMs: 86_400_000 });
  clock.now = cameAt + 3_600_000;
  expect(readInbound(plugin.event)?.ids).toEqual(plugin.ids);
  for (const id of plugin.ids) expect(memory.hasAny([id])).toBe(true);
  expect(memory.hasAny(["message:feishu/default:om_other"])).toBe(false);
});

test("forgets after the TTL, in the file as in the process", () => {
  const folder = newFolder();
  const { memory, clock } = newMemory({ folder, ttlMs: 1_000 });
  memory.add(["a"]);
  const { memory: next, clock: later } = newMemory({ folder, ttlMs: 1_000 });
  later.now = clock.now = 1_000;
  expect([memory.hasAny(["a"]), next.hasAny(["a"])]).toEqual([true, true]);
  later.now = clock.now = 1_001;
  expect([memory.hasAny(["a"]), next.hasAny(["a"])]).toEqual([false, false]);
});

test("forgets nothing because the system's clock was wrong, now or when work ended", () => {
  const wall = wallClock();
  const options = { folder: newFolder(), ttlMs: 86_400_000, max: 100, now: Date.now, warn: () => {} };
  const open = () => {
    const memory = new Memory(options);
    onTestFinished(() => memory.close());
    return memory;
  };
  wall.jump(-90_000_000);
  const behind = open();
  behind.add(["a"]);
  wall.jump(2 * 90_000_000);
  expect([behind.hasAny(["a"]), open().hasAny(["a"])]).toEqual([true, true]);
});

test("keeps no more than the bound, the newest ones", () => {
  const { memory, clock } = newMemory({ max: 10, ttlMs: 1_000_000 });
  for (clock.now = 1; clock.now <= 25; clock.now++) memory.add([`id ${clock.now}`]);
  const kept = Array.from({ length: 25 }, (_, i) => i + 1).filter((n) => memory.hasAny([`id ${n}`]));
  expect(kept).toEqual([16, 17, 18, 19, 20, 21, 22, 23, 24, 25]);
});

test("takes expired rows out of the file, a few at a time", () => {
  const { memory, clock, path } = newMemory({ max: 10_000, ttlMs: 1_000 });
  for (let i = 0; i < 150; i++) memory.add([`old ${i}`]);
  clock.now = 5_000;
  memory.add(["new 1"]);
  memory.add(["new 2"]);
  memory.close();
  const database = new DatabaseSync(path, { readOnly: true });
  expect(database.prepare("SELECT count(*) AS rows FROM settled").get()).toEqual({ rows: 2 });
  database.close();
});

test("the file is its owner's alone", () => {
  const { memory, path } = newMemory();
  memory.add(["a"]);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test("writes no file before there is something to remember or to look for", () => {
  const { path } = newMemory();
  expect(() => statSync(path)).toThrow("ENOENT");
});

test.each([
  [
    "damaged",
    (path: string) => writeFileSync(path, "this is no database, whatever its name says".repeat(50)),
  ],
  ["a folder", (path: string) => mkdirSync(path)],
])("a file that is %s is reported once, and nothing breaks", (_, spoil) => {
  const { memory, warnings, path } = newMemory();
  mkdirSync(join(path, ".."));
  spoil(path);
  memory.add(["a"]);
  expect([memory.hasAny(["a"]), memory.hasAny(["b"])]).toEqual([true, false]);
  expect(warnings).toEqual([expect.stringMatching(/settled\.sqlite cannot be used \(.+\): duplicates/)]);
  expect(memory.kind).toBe("process");
});

test("a write that fails later is reported once, and nothing breaks", () => {
  const { memory, warnings, path } = newMemory();
  memory.add(["a"]);
  const other = new DatabaseSync(path);
  other.exec("DROP TABLE settled");
  other.close();
  memory.add(["b"]);
  memory.add(["c"]);
  expect(warnings).toHaveLength(1);
});

test("with a file that cannot be used duplicates are still dropped until the process ends", async () => {
  const host = new FakeHost();
  writeFileSync(join(host.folder, "feishu-dispatch-dedup"), "a file where the folder should be");
  host.load();
  await (await host.send({ id: "om_a", text: "hi", at: 1 })).finish();
  expect((await host.send({ id: "om_b", text: "hi", at: 1 })).dropped).toBe(true);
  expect(host.lines("warn", "settled.sqlite cannot be used")).toHaveLength(1);
});

test("a full disk is reported as that", () => {
  const open = (path: string) => {
    const database = new DatabaseSync(path);
    database.exec("PRAGMA max_page_count = 12");
    return database;
  };
  const file = new RememberedInFile({ folder: newFolder(), ttlMs: 1_000, max: 1e6, now: () => 0, open });
  onTestFinished(() => file.close());
  const fill = () => {
    for (let i = 0; i < 1_000; i++) file.add([`${i} ${"x".repeat(500)}`]);
  };
  expect(fill).toThrow("database or disk is full");
});
